import type { Place } from "../kernel/house.ts";
import { like } from "./constraints.ts";
import { constraint, otherAccount, otherRegion, qualifierMismatch } from "./errors.ts";

/** A function as a request names it: by name and, if it said so, by version or alias. */
export interface Reference {
  readonly name: string;
  readonly qualifier?: string;
}

/** The pattern that Lambda's own error quotes; a qualifier may follow the name in every form. */
const PATTERN =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";
const NAME =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-gov|-iso(?:b?))?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** Invoke quotes another one, though a name with a dot is none to it either. */
export const INVOKED = PATTERN.replace("([a-zA-Z0-9-_]+)(", "([a-zA-Z0-9-_\\.]+)(");

/**
 * Reads the forms a FunctionName comes in: `transform`, `transform:live`, `123456789012:function:transform`, an ARN
 * with or without a qualifier. A `Qualifier` given beside it must say the same.
 *
 * @param said the pattern that a refusal quotes
 * @throws ValidationException, InvalidParameterValueException, ResourceNotFoundException for another region,
 * AccessDeniedException for another account
 */
export function referenceOf(
  functionName: string | undefined,
  qualifier: string | undefined,
  place: Place,
  said = PATTERN,
): Reference {
  const match = NAME.exec(functionName ?? "");
  if (!match) {
    const rule = `Member must satisfy regular expression pattern: ${said}`;
    throw constraint(functionName, "functionName", rule);
  }
  like("qualifier", qualifier, /^[a-zA-Z0-9$_-]*$/, "(|[a-zA-Z0-9$_-]+)");
  const [, region, account, name, derived] = match;
  if (region !== undefined && region !== place.region) throw otherRegion(region, place.region);
  if (account !== undefined && account !== place.accountId) throw otherAccount();
  if (derived !== undefined && qualifier !== undefined && derived !== qualifier) throw qualifierMismatch();
  const asked = qualifier ?? derived;
  return { name: name!, ...(asked !== undefined && { qualifier: asked }) };
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
