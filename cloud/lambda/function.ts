import { type Alias, checkAliasName, checkRouting, pickVersion } from "./alias.ts";
import { aliasExists, aliasNotFound, functionNotFound, invalidParameter, versionInUse } from "./errors.ts";
import type { EventSettings } from "./event-settings.ts";
import { ResourcePolicy } from "./policy.ts";
import { isVersion, LATEST } from "./reference.ts";
import { fingerprint, type Version } from "./version.ts";

/**
 * A function: what it is now (`$LATEST`), what it was (its versions), and the names that point at them.
 *
 *     $LATEST -- publish --> 1, 2, 3, ...
 *                            ^  live (alias)
 *
 * Policies and the settings of asynchronous invocation belong to a qualifier each: the function itself, a version, or
 * an alias.
 */
export class LambdaFunction {
  readonly name: string;
  /** Without a qualifier. */
  readonly arn: string;
  readonly tags: Record<string, string>;
  readonly aliases = new Map<string, Alias>();
  readonly eventSettings = new Map<string, EventSettings>();
  readonly #versions = new Map<string, Version>();
  readonly #policies = new Map<string, ResourcePolicy>();
  #published = 0;
  #lastPublished: { readonly fingerprint: string; readonly number: string } | undefined;

  constructor(name: string, arn: string, latest: Version, tags: Record<string, string> = {}) {
    this.name = name;
    this.arn = arn;
    this.tags = tags;
    this.#versions.set(LATEST, latest);
  }

  get latest(): Version {
    return this.#versions.get(LATEST)!;
  }

  /** `$LATEST` first, then as they were published. */
  versions(): Version[] {
    return [...this.#versions.values()];
  }

  change(latest: Version): void {
    this.#versions.set(LATEST, latest);
  }

  /** Freezes `$LATEST` as a version, unless it is what was frozen last. */
  publish(now: number, revisionId: string, description?: string): Version {
    const { latest } = this;
    const print = fingerprint(latest);
    const last = this.#lastPublished && this.#versions.get(this.#lastPublished.number);
    if (last && this.#lastPublished!.fingerprint === print) return last;
    const number = String(++this.#published);
    const settings = description === undefined ? latest.settings : { ...latest.settings, Description: description };
    const version: Version = { number, settings, code: latest.code, modifiedAt: now, revisionId };
    this.#versions.set(number, version);
    this.#lastPublished = { fingerprint: print, number };
    return version;
  }

  /** Takes a version away; one that does not exist is gone already. */
  removeVersion(number: string): Version | undefined {
    if (number === LATEST) throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
    if (!isVersion(number)) throw invalidParameter("Deletion of aliases is not currently supported.");
    const users = [...this.aliases.values()].filter(({ version, weights }) => version === number || number in weights);
    if (users.length > 0) throw versionInUse(users.map(({ name }) => name));
    const version = this.#versions.get(number);
    this.#versions.delete(number);
    this.#forget(number);
    return version;
  }

  /** Whether there is such a version or alias. */
  has(qualifier: string | undefined): boolean {
    return qualifier === undefined || this.aliases.has(qualifier) || this.#versions.has(qualifier);
  }

  /** The version of a number, or the one an alias points at first. */
  version(qualifier: string | undefined): Version {
    const alias = qualifier === undefined ? undefined : this.aliases.get(qualifier);
    const version = this.#versions.get(alias?.version ?? qualifier ?? LATEST);
    if (!version) throw functionNotFound(this.qualified(qualifier));
    return version;
  }

  /** The version that takes one invocation: an alias may have several. */
  route(qualifier: string | undefined, random: { next(): number }): Version {
    const alias = qualifier === undefined ? undefined : this.aliases.get(qualifier);
    return this.version(alias ? pickVersion(alias, random) : qualifier);
  }

  createAlias(alias: Alias): void {
    checkAliasName(alias.name);
    this.#checkTargets(alias);
    if (this.aliases.has(alias.name)) throw aliasExists(this.qualified(alias.name));
    this.aliases.set(alias.name, alias);
  }

  updateAlias(alias: Alias): void {
    this.#checkTargets(alias);
    this.aliases.set(alias.name, alias);
  }

  removeAlias(name: string): void {
    this.aliases.delete(name);
    this.#forget(name);
  }

  alias(name: string): Alias {
    const alias = this.aliases.get(name);
    if (!alias) throw aliasNotFound(this.qualified(name));
    return alias;
  }

  /** The policy of a qualifier; a new one is empty. `$LATEST` has none of its own. */
  policy(qualifier: string | undefined): ResourcePolicy {
    const key = qualifier ?? LATEST;
    const policy = this.#policies.get(key) ?? new ResourcePolicy();
    this.#policies.set(key, policy);
    return policy;
  }

  /** The policy as text, if it says anything. */
  policyText(qualifier: string | undefined): string | undefined {
    const policy = this.#policies.get(qualifier ?? LATEST);
    return policy && !policy.isEmpty ? policy.toString() : undefined;
  }

  /** The revision that stands for a qualifier's policy. */
  revisionId(qualifier: string | undefined): string {
    return (qualifier !== undefined && this.aliases.get(qualifier)?.revisionId) || this.version(qualifier).revisionId;
  }

  revise(qualifier: string | undefined, revisionId: string): void {
    const alias = qualifier === undefined ? undefined : this.aliases.get(qualifier);
    if (alias) this.aliases.set(alias.name, { ...alias, revisionId });
    else this.version(qualifier).revisionId = revisionId;
  }

  qualified(qualifier: string | undefined): string {
    return qualifier === undefined ? this.arn : `${this.arn}:${qualifier}`;
  }

  #checkTargets({ version, weights }: Alias): void {
    checkRouting(version, weights);
    for (const number of [version, ...Object.keys(weights)]) {
      if (!this.#versions.has(number)) throw functionNotFound(this.qualified(number));
    }
  }

  #forget(qualifier: string): void {
    this.#policies.delete(qualifier);
    this.eventSettings.delete(qualifier);
  }
}
