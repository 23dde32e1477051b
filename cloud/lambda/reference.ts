import type { Place } from "../kernel/house.ts";
import { constraint, otherRegion, qualifierMismatch } from "./errors.ts";

/** A function as a request names it: by name and, if it said so, by version or alias. */
export interface Reference {
  readonly name: string;
  readonly qualifier?: string;
}

/** The pattern that Lambda's own error quotes; a qualifier may follow the name in every form. */
const PATTERN =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";
const NAME =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-gov|-iso(?:b?))?-[a-z]+-\d):)?(?:\d{12}:)?(?:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/**
 * Reads the forms a FunctionName comes in: `transform`, `transform:live`, `123456789012:function:transform`, an ARN
 * with or without a qualifier. A `Qualifier` given beside it must say the same.
 *
 * @throws ValidationException, InvalidParameterValueException, ResourceNotFoundException for another region
 */
export function referenceOf(functionName: string | undefined, qualifier: string | undefined, place: Place): Reference {
  const match = NAME.exec(functionName ?? "");
  if (!match) {
    const rule = `Member must satisfy regular expression pattern: ${PATTERN}`;
    throw constraint(functionName, "functionName", rule);
  }
  const [, region, name, derived] = match;
  if (region !== undefined && region !== place.region) throw otherRegion(region, place.region);
  if (derived !== undefined && qualifier !== undefined && derived !== qualifier) throw qualifierMismatch();
  const said = qualifier ?? derived;
  return { name: name!, ...(said !== undefined && { qualifier: said }) };
}

export function arnOf({ name, qualifier }: Reference, { region, accountId }: Place): string {
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

export const LATEST = "$LATEST";

/** Versions are numbers or $LATEST; everything else is the name of an alias. */
export function isVersion(qualifier: string): boolean {
  return qualifier === LATEST || /^\d+$/.test(qualifier);
}
