import type { NamedPolicy } from "./evaluate.ts";
import type { ManagedPolicy } from "./managed-policy.ts";
import { parsePolicy } from "./policy.ts";

export type IdentityKind = "role" | "user" | "group";

/** What roles, users and groups have in common: a name, and the policies on it. */
export abstract class Identity {
  abstract readonly kind: IdentityKind;
  /** `AROA...`, `AIDA...` or `AGPA...` */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  boundary: ManagedPolicy | undefined;
  #name: string;
  #path: string;
  #arn: string;
  readonly #inline = new Map<string, NamedPolicy>();
  readonly #attached = new Map<string, ManagedPolicy>();

  constructor({ name, path, id, arn, createdAt, tags, boundary }: IdentityDraft) {
    this.#name = name;
    this.#path = path;
    this.#arn = arn;
    this.id = id;
    this.createdAt = createdAt;
    this.tags = new Map(Object.entries(tags ?? {}));
    this.boundary = boundary;
  }

  get name(): string {
    return this.#name;
  }

  get path(): string {
    return this.#path;
  }

  get arn(): string {
    return this.#arn;
  }

  /** Users and groups may be called otherwise, or move; they keep their ids. */
  rename({ name, path, arn }: Pick<IdentityDraft, "name" | "path" | "arn">): void {
    this.#name = name;
    this.#path = path;
    this.#arn = arn;
  }

  /** Everything that allows or denies this identity, compiled: inline policies and the attached ones' default versions. */
  policies(): readonly NamedPolicy[] {
    const all = [...this.#inline.values()];
    for (const policy of this.#attached.values()) all.push(policy.current);
    return all;
  }

  /** Throws MalformedPolicyDocument. A policy of that name is replaced. */
  putPolicy(name: string, document: string): void {
    this.#inline.set(name, { name, policy: parsePolicy(document, "identity") });
  }

  /** Whether there was one. */
  deletePolicy(name: string): boolean {
    return this.#inline.delete(name);
  }

  /** The document of an inline policy, as it was put. */
  document(name: string): string | undefined {
    return this.#inline.get(name)?.policy.source;
  }

  inline(): readonly NamedPolicy[] {
    return [...this.#inline.values()];
  }

  inlineNames(): readonly string[] {
    return [...this.#inline.keys()].sort();
  }

  attach(policy: ManagedPolicy): void {
    this.#attached.set(policy.arn, policy);
  }

  /** Whether it was attached. */
  detach(arn: string): boolean {
    return this.#attached.delete(arn);
  }

  isAttached(arn: string): boolean {
    return this.#attached.has(arn);
  }

  attached(): readonly ManagedPolicy[] {
    return [...this.#attached.values()];
  }

  /** IAM counts inline policies together, and white space not at all. */
  inlineSize(): number {
    return this.inlineNames().reduce((size, name) => size + sizeOf(this.document(name)!), 0);
  }
}

export interface IdentityDraft {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly boundary?: ManagedPolicy | undefined;
}

/** Characters that count against a quota. */
export function sizeOf(document: string): number {
  return document.replace(/\s/g, "").length;
}
