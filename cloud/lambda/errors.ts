import { AwsError } from "../kernel/errors.ts";

/**
 * Lambda's errors in Lambda's words. Texts were recorded on AWS unless a comment says where else they are from.
 * `Type` is a modeled member of most of them.
 */
const user = { Type: "User" };

export const functionNotFound = (arn: string) => notFound(`Function not found: ${arn}`);

export const aliasNotFound = (arn: string) => notFound(`Cannot find alias arn: ${arn}`);

export const resourceNotFound = () => notFound("The resource you requested does not exist.");

export const layerNotFound = (arn: string) => notFound(`Layer version ${arn} does not exist.`);

export const statementNotFound = (id: string) => notFound(`Statement ${id} is not found in resource policy.`);

export const noEventInvokeConfig = (arn: string) => notFound(`The function ${arn} doesn't have an EventInvokeConfig`);

export const noFunctionForEventInvokeConfig = () => notFound("The function doesn't exist.");

/** Without a word: whether there is such a function is nobody's business. */
export const otherAccount = () => new AwsError("AccessDeniedException", "", 403);

export const otherRegion = (named: string, here: string) =>
  notFound(`Functions from '${named}' are not reachable in this region ('${here}')`);

export const notFound = (message: string) => new AwsError("ResourceNotFoundException", message, 404, user);

export const functionExists = (name: string) => conflict(`Function already exist: ${name}`);

export const aliasExists = (arn: string) => conflict(`Alias already exists: ${arn}`);

export const statementExists = (id: string) =>
  conflict(
    `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
  );

/** The text stands in public reports of the error. */
export const versionInUse = (aliases: readonly string[]) =>
  conflict(`Unable to delete version because the following aliases reference it: [${aliases.join(", ")}]`);

const conflict = (message: string) => new AwsError("ResourceConflictException", message, 409, user);

/** The text stands in public reports of the error. */
export const mappingInUse = (what: "update" | "delete") =>
  new AwsError("ResourceInUseException", `Cannot ${what} the event source mapping because it is in use.`, 400, user);

export const mappingExists = (queueArn: string, functionName: string, uuid: string) =>
  conflict(
    `An event source mapping with SQS arn (" ${queueArn} ") and function (" ${functionName} ") already exists. Please update or delete the existing mapping with UUID ${uuid}`,
  );

/** The text stands in public reports of the error. */
export const pollingNotPermitted = (call: string) =>
  invalidParameter(`The function execution role does not have permissions to call ${call} on SQS`);

export const queueNotReceivable = (code: string, message: string) =>
  invalidParameter(`Error occurred while ReceiveMessage. SQS Error Code: ${code}. SQS Error Message: ${message}`);

/** The text stands in public reports of the error. */
export const visibilityTooShort = (visibilitySeconds: number, timeoutSeconds: number) =>
  invalidParameter(
    `Queue visibility timeout: ${visibilitySeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
  );

export const invalidParameter = (message: string) => new AwsError("InvalidParameterValueException", message, 400, user);

/** Every check of a value against the model answers in this form. */
export const constraint = (value: unknown, member: string, rule: string) =>
  new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
    400,
  );

export const qualifierMismatch = () =>
  invalidParameter("The derived qualifier from the function name does not match the specified qualifier.");

/** The policy operations name the same two calls, and not GetPolicy. */
export const revisionMismatch = (operation: "GetFunction/GetAlias" | "GetLayerPolicy" = "GetFunction/GetAlias") =>
  new AwsError(
    "PreconditionFailedException",
    `The Revision Id provided does not match the latest Revision Id. Call the ${operation} API to retrieve the latest Revision Id`,
    412,
    user,
  );

export type ThrottleReason = "ReservedFunctionConcurrentInvocationLimitExceeded" | "ConcurrentInvocationLimitExceeded";

export const tooManyRequests = (reason: ThrottleReason) =>
  new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, { ...user, Reason: reason });

export const invalidPayload = (detail: string) =>
  new AwsError(
    "InvalidRequestContentException",
    `Could not parse request body into json: Could not parse payload into json: ${detail}`,
    400,
    user,
  );

/** The text stands in public reports of the error. */
export const invalidClientContext = () =>
  new AwsError(
    "InvalidRequestContentException",
    "Client context must be a valid Base64-encoded JSON object.",
    400,
    user,
  );

/** Text and code stand in public reports of the error; the model calls the shape RequestTooLargeException. */
export const payloadTooLarge = (size: number, invocationType: string, limit: number) =>
  new AwsError(
    "RequestEntityTooLargeException",
    `${size} byte payload is too large for the ${invocationType} invocation type (limit ${limit} bytes)`,
    413,
    user,
  );

/** The text stands in public reports of the error; the minimum in brackets is the account's. */
export const tooMuchReserved = (minimum: number) =>
  invalidParameter(
    `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimum}].`,
  );

/** Lambda asks at configuration whether the role may send to the dead-letter queue; the text stands in public reports. */
export const deadLettersNotPermitted = (call: string, service: string) =>
  invalidParameter(`The provided execution role does not have permissions to call ${call} on ${service}`);

/** The same question for a destination, which names the target; the text stands in public reports. */
export const destinationNotPermitted = (call: string, arn: string) =>
  invalidParameter(`The function's execution role does not have permissions to call ${call} on ${arn}`);
