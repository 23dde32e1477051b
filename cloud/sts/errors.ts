import { AwsError } from "../kernel/errors.ts";

/** STS's errors in STS's words, as callers quote them. */
export const rootMayNotAssume = () => new AwsError("AccessDenied", "Roles may not be assumed by root accounts.", 403);

export const validationError = (message: string) => new AwsError("ValidationError", message, 400);

export const unsatisfied = (value: string | number, parameter: string, constraint: string) =>
  validationError(
    `1 validation error detected: Value '${value}' at '${parameter}' failed to satisfy constraint: ${constraint}`,
  );

export const longerThanRoleAllows = () =>
  validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

export const longerThanChainAllows = () =>
  validationError("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
