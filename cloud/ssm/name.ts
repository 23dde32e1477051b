import type { Place } from "../kernel/house.ts";
import { invalid, reservedName, tooManyLevels } from "./errors.ts";

/**
 * Parameter names. A name without hierarchy may begin with a slash or not: `region` and `/region` are one parameter,
 * shown by the name it was asked for.
 *
 *     /etl/prod/region      parameter/etl/prod/region      in the ARN there is one slash, never two
 *     region, /region       parameter/region
 */
export function arnOf(name: string, place: Place): string {
  return `arn:aws:ssm:${place.region}:${place.accountId}:parameter/${name.replace(/^\//, "")}`;
}

/** What parameters are kept by: the same for the two ways to write a name without hierarchy. */
export function keyOf(name: string): string {
  return isPath(name) ? name : name.replace(/^\//, "");
}

export function isPath(name: string): boolean {
  return name.indexOf("/", 1) > 0;
}

const PATH_RULES =
  'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';

/** Refuses names that cannot be put. Spaces around a name have been removed before. */
export function checkNewName(name: string): void {
  if (isPath(name) && !name.startsWith("/")) throw invalid("Parameter name must be a fully qualified name");
  if (/^\/?aws/i.test(name) && isPath(name)) throw reservedName(name);
  if (/^\/?(aws|ssm)/i.test(name) && !isPath(name)) {
    throw invalid('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
  }
  if (/^\/?ssm/i.test(name)) throw invalid(PATH_RULES);
  checkName(name);
  if (name.split("/").length - 1 > 15) throw tooManyLevels();
}

/** Refuses names that no parameter can have. */
export function checkName(name: string): void {
  const wellFormed = isPath(name) ? /^(\/[A-Za-z0-9_.-]+)+$/ : /^\/?[A-Za-z0-9_.-]+$/;
  if (!wellFormed.test(name)) throw invalid(PATH_RULES);
}

const LEVEL_RULES =
  'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.';

/** Refuses what is no place in the hierarchy: `/`, `/etl`, `/etl/`. */
export function checkLevel(path: string): void {
  if (!/^(\/[A-Za-z0-9_.-]+)*\/?$/.test(path) || path === "") throw invalid(LEVEL_RULES);
}

/** Whether a parameter stands below a place in the hierarchy: right below, or anywhere. */
export function isBelow(key: string, path: string, recursive: boolean): boolean {
  const name = isPath(key) ? key : `/${key}`;
  const level = path.endsWith("/") ? path : `${path}/`;
  return name.startsWith(level) && (recursive || !name.slice(level.length).includes("/"));
}

/** How a read names a parameter: a name or an ARN, and a version behind a colon if it wants one. */
export interface Reference {
  /** As the answer shows it; nothing when an ARN was given, which shows the parameter's own. */
  readonly name: string | undefined;
  readonly key: string;
  /** With its colon. */
  readonly selector: string | undefined;
}

export function referenceOf(text: string): Reference {
  const arn = /^arn:[^:]+:ssm:[^:]*:[^:]*:parameter\/(.*)$/.exec(text)?.[1];
  const [bare, selector, ...more] = (arn ?? text).split(":");
  if (more.length > 0) throw invalid(PATH_RULES);
  const name = arn !== undefined && bare!.includes("/") ? `/${bare}` : bare!;
  checkName(name);
  return {
    name: arn === undefined ? name : undefined,
    key: keyOf(name),
    selector: selector === undefined ? undefined : `:${selector}`,
  };
}
