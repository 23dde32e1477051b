import { validationError } from "./errors.ts";

/** What IAM lets names, paths and durations be (IAM user guide, "IAM and STS quotas"; constraints of the API reference). */
export function checkName(parameter: string, name: string, longest: number): void {
  if (name.length > longest) {
    throw unsatisfied(name, parameter, `Member must have length less than or equal to ${longest}`);
  }
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw validationError(
      `The specified value for ${parameter} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
}

/** `/` or `/some/path/`. */
export function checkPath(path: string | undefined): void {
  if (path !== undefined && !/^(\/|\/[!-~]+\/)$/.test(path)) {
    throw validationError(
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  }
}

export function checkRange(parameter: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined) return;
  if (value < min) throw unsatisfied(value, parameter, `Member must have value greater than or equal to ${min}`);
  if (value > max) throw unsatisfied(value, parameter, `Member must have value less than or equal to ${max}`);
}

function unsatisfied(value: string | number, parameter: string, constraint: string) {
  return validationError(
    `1 validation error detected: Value '${value}' at '${parameter}' failed to satisfy constraint: ${constraint}`,
  );
}
