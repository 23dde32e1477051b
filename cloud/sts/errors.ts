import { AwsError } from "../kernel/errors.ts";

/** STS's errors in STS's words, as callers quote them or as recorded. */
export const rootMayNotAssume = () => new AwsError("AccessDenied", "Roles may not be assumed by root accounts.", 403);

export const sessionMayNot = (operation: string) =>
  new AwsError("AccessDenied", `Cannot call ${operation} with session credentials`, 403);

const validationError = (message: string) => new AwsError("ValidationError", message, 400);
const invalidParameter = (message: string) => new AwsError("InvalidParameterValue", message, 400);

export const invalidArn = (arn: string) => validationError(`${arn} is invalid`);

export const longerThanRoleAllows = () =>
  validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

export const longerThanChainAllows = () =>
  validationError("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");

export const duplicateTags = () =>
  invalidParameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.");

export const transitiveWithoutTag = () =>
  invalidParameter("The specified transitive tag key must be included in the requested tags.");

export const transitiveOverridden = () =>
  invalidParameter(
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
  );

export const packedPolicyTooLarge = (percent: number) =>
  new AwsError(
    "PackedPolicyTooLarge",
    `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
    400,
  );

/** Requests are not encoded into refusals here, so there is no message that could be decoded. */
export const messageNotValid = () => new AwsError("InvalidAuthorizationMessageException", "Message is not valid", 400);
