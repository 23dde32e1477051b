import { AwsError } from "../kernel/errors.ts";

/** CloudWatch Logs' errors in its words, recorded on AWS where nothing else is said. */
export const invalidParameter = (message: string) => new AwsError("InvalidParameterException", message, 400);

/** The sentence of AWS's common request validation. */
export const constraint = (value: unknown, member: string, rule: string) =>
  invalidParameter(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );

export const groupNotFound = () =>
  new AwsError("ResourceNotFoundException", "The specified log group does not exist.", 400);

export const streamNotFound = () =>
  new AwsError("ResourceNotFoundException", "The specified log stream does not exist.", 400);

export const groupExists = () =>
  new AwsError("ResourceAlreadyExistsException", "The specified log group already exists", 400);

export const streamExists = () =>
  new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists", 400);

export const filterNotFound = (kind: "metric" | "subscription") =>
  new AwsError("ResourceNotFoundException", `The specified ${kind} filter does not exist.`, 400);

export const limitExceeded = () => new AwsError("LimitExceededException", "Resource limit exceeded.", 400);

export const invalidToken = () => invalidParameter("The specified nextToken is invalid.");

export const nameAndIdentifier = () =>
  new AwsError("ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.", 400);

export const constraintOnNull = (member: string) =>
  invalidParameter(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );

/** Refuses a text that is too long; nothing is not. */
export function checkMostLength(text: string | undefined, member: string, most: number): void {
  if (text !== undefined && text.length > most) {
    throw constraint(text, member, `have length less than or equal to ${most}`);
  }
}

/** Refuses a value that is none of those that the model lists. */
export function checkEnum(value: string | undefined, member: string, values: readonly string[]): void {
  if (value !== undefined && !values.includes(value)) {
    throw constraint(value, member, `satisfy enum value set: [${values.join(", ")}]`);
  }
}
