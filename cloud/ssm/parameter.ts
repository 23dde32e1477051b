import { createHash } from "node:crypto";
import { oldestIsLabelled, parameterAlreadyExists } from "./errors.ts";
import { Labels } from "./labels.ts";
import { isPath } from "./name.ts";
import { checkVersion, tierOf } from "./rules.ts";

/**
 * One parameter with its history. Putting it again adds a version; what a request leaves out is as it was; the
 * hundred latest versions are kept.
 */
export class Parameter {
  readonly name: string;
  readonly arn: string;
  tags: Record<string, string> = {};
  readonly labels = new Labels();
  readonly #versions: Version[] = [];

  constructor(name: string, arn: string) {
    this.name = name;
    this.arn = arn;
  }

  /** Oldest first. */
  get versions(): readonly Version[] {
    return this.#versions;
  }

  get latest(): Version {
    return this.#versions.at(-1)!;
  }

  put(now: number, by: string, draft: Draft): Version {
    const before = this.#versions.at(-1);
    if (before && !draft.overwrite) throw parameterAlreadyExists();
    const [oldest] = this.#versions;
    const isFull = this.#versions.length >= MOST_VERSIONS;
    if (isFull && this.labels.of(oldest!.version).length > 0) throw oldestIsLabelled(this.name, oldest!.version);
    const { overwrite, tier, ...given } = draft;
    const content = { ...before, ...given };
    checkVersion(content, before, isPath(this.name));
    const keyId = content.type === "SecureString" ? (content.keyId ?? "alias/aws/ssm") : undefined;
    const version: Version = {
      ...content,
      type: content.type!,
      dataType: content.dataType ?? "text",
      keyId,
      tier: tierOf(tier, content, before?.tier),
      version: (before?.version ?? 0) + 1,
      modifiedAt: now,
      modifiedBy: by,
    };
    this.#versions.push(version);
    if (isFull) this.#versions.shift();
    return version;
  }

  /** A version by its number, or by its label. */
  find(selector: string): Version | undefined {
    const number = this.labels.find(selector) ?? Number(selector);
    return this.#versions.find(({ version }) => version === number);
  }

  /**
   * What a read shows. A SecureString is not encrypted here, it only looks so: without decryption there is a text that
   * tells nothing and is the same each time.
   */
  show({ type, value, version }: Version, withDecryption: boolean | undefined): string {
    if (type !== "SecureString" || withDecryption) return value;
    const opaque = createHash("sha512").update(`${this.arn}\n${version}\n${value}`).digest("base64");
    return `AQICAH${opaque}`;
  }
}

export type ParameterType = "String" | "StringList" | "SecureString";
export type Tier = "Standard" | "Advanced";

export interface Content {
  readonly type?: ParameterType | undefined;
  readonly value: string;
  readonly description?: string | undefined;
  /** Only of SecureStrings. */
  readonly keyId?: string | undefined;
  readonly allowedPattern?: string | undefined;
  readonly dataType?: string | undefined;
  readonly policies?: string | undefined;
}

export interface Version extends Content {
  readonly type: ParameterType;
  readonly dataType: string;
  readonly tier: Tier;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** ARN. */
  readonly modifiedBy: string;
}

/** What a PutParameter request gives. Members that it leaves out are not here. */
export interface Draft extends Content {
  readonly overwrite: boolean;
  readonly tier?: string | undefined;
}

const MOST_VERSIONS = 100;
