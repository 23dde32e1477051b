import type { NamedPolicy } from "./evaluate.ts";
import { parsePolicy } from "./policy.ts";

/** A policy with a name of its own and up to five versions, of which the default one counts wherever it is attached. */
export class ManagedPolicy {
  readonly name: string;
  readonly path: string;
  /** `ANPA...` */
  readonly id: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  updatedAt: number;
  readonly #versions: PolicyVersion[] = [];
  #default!: PolicyVersion;
  #next = 1;

  /** Throws MalformedPolicyDocument. */
  constructor({ name, path, id, arn, description, createdAt, tags, document }: ManagedPolicyDraft) {
    this.name = name;
    this.path = path;
    this.id = id;
    this.arn = arn;
    this.description = description;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
    this.tags = new Map(Object.entries(tags ?? {}));
    this.addVersion(createdAt, document, true);
  }

  /** The default version. */
  get current(): NamedPolicy {
    return this.#default.compiled;
  }

  get defaultVersionId(): string {
    return this.#default.id;
  }

  /** Newest first. */
  versions(): readonly PolicyVersion[] {
    return [...this.#versions].reverse();
  }

  version(id: string): PolicyVersion | undefined {
    return this.#versions.find((version) => version.id === id);
  }

  /** Throws MalformedPolicyDocument. Version numbers are never used again. */
  addVersion(now: number, document: string, asDefault: boolean): PolicyVersion {
    const compiled = { name: this.name, arn: this.arn, policy: parsePolicy(document, "managed") };
    const version = { id: `v${this.#next++}`, document, createdAt: now, compiled };
    this.#versions.push(version);
    this.updatedAt = now;
    if (asDefault) this.#default = version;
    return version;
  }

  /** There must be such a version. */
  setDefault(id: string): void {
    this.#default = this.version(id)!;
  }

  deleteVersion(id: string): void {
    this.#versions.splice(
      this.#versions.findIndex((version) => version.id === id),
      1,
    );
  }
}

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
  readonly compiled: NamedPolicy;
}

export interface ManagedPolicyDraft {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly createdAt: number;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly document: string;
}
