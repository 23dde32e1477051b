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

export const invalidToken = () => invalidParameter("The specified nextToken is invalid.");

export const nameAndIdentifier = () =>
  new AwsError("ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.", 400);

export const constraintOnNull = (member: string) =>
  invalidParameter(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
