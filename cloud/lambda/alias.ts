import { constraint, invalidParameter } from "./errors.ts";
import { LATEST } from "./reference.ts";

/**
 * An alias: a name for a version, that may send a share of its traffic to one other version.
 *
 *     live -- 90 % --> 1
 *         \-- 10 % --> 2
 */
export interface Alias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Version to share (0 to 1) of the traffic that does not go to `version`. Lambda allows one. */
  readonly weights: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

/** The version that takes one request. An alias without weights draws nothing. */
export function pickVersion(alias: Alias, random: { next(): number }): string {
  const [other] = Object.entries(alias.weights);
  return other && random.next() < other[1] ? other[0] : alias.version;
}

/** Refuses routing that Lambda refuses, in its order; whether the versions exist is for the function to say. */
export function checkRouting(version: string, weights: Readonly<Record<string, number>>): void {
  const versions = Object.keys(weights);
  if (versions.length > 1) {
    throw invalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
  }
  for (const [key, weight] of Object.entries(weights)) checkWeight(key, weight);
  if (versions.length > 0 && version === LATEST) {
    throw invalidParameter("$LATEST is not supported for an alias pointing to more than 1 version");
  }
  if (versions.includes(version)) {
    throw invalidParameter(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
  }
}

const VALUES =
  "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]";
const KEYS =
  "Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+, Member must not be null]";

function checkWeight(version: string, weight: number): void {
  const shown = `{${version}=${Number.isInteger(weight) ? weight.toFixed(1) : weight}}`;
  if (!/^\d+$/.test(version)) throw constraint(shown, "routingConfig.additionalVersionWeights", KEYS);
  if (weight < 0 || weight > 1) throw constraint(shown, "routingConfig.additionalVersionWeights", VALUES);
}

/** A name that could be taken for a version is none. */
export function checkAliasName(name: string): void {
  if (!/^[a-zA-Z0-9-_]{1,128}$/.test(name) || /^[0-9]+$/.test(name)) {
    const rule = "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)";
    throw constraint(name, "name", rule);
  }
}
