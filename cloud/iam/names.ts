import { validationError } from "./errors.ts";

/** What IAM lets names and paths be, beyond their lengths (`constraints.ts`): texts as its callers quote them. */
export function checkName(parameter: string, name: string): void {
  if (/^[\w+=,.@-]+$/.test(name)) return;
  throw validationError(
    `The specified value for ${parameter} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
  );
}

/** `/` or `/some/path/`. */
export function checkPath(path: string | undefined): void {
  if (path === undefined || /^(\/|\/[!-~]+\/)$/.test(path)) return;
  throw validationError(
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  );
}
