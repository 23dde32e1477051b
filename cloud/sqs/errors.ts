import { AwsError } from "../kernel/errors.ts";

/**
 * SQS's errors in SQS's words. The codes are the query-protocol ones; the JSON protocol's `__type` follows from the
 * model. Texts were recorded on AWS.
 */
const PREFIX = "AWS.SimpleQueueService.";

export const nonExistentQueue = () =>
  new AwsError(`${PREFIX}NonExistentQueue`, "The specified queue does not exist.", 400);

export const queueNameExists = (attribute: string) =>
  new AwsError(
    "QueueAlreadyExists",
    `A queue already exists with the same name and a different value for attribute ${attribute}`,
    400,
  );

export const outOfRange = (parameter: string, value: number | string, reason: string) =>
  invalidValue(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`);

export const invalidValue = (message: string) => new AwsError("InvalidParameterValue", message, 400);

export const missingParameter = (name: string) =>
  new AwsError("MissingParameter", `The request must contain the parameter ${name}.`, 400);

export const tooManyEntries = (count: number) =>
  new AwsError(
    `${PREFIX}TooManyEntriesInBatchRequest`,
    `Maximum number of entries per request are 10. You have sent ${count}.`,
    400,
  );

export const emptyBatch = (entryType: string) =>
  new AwsError(`${PREFIX}EmptyBatchRequest`, `There should be at least one ${entryType} in the request.`, 400);

export const invalidEntryId = () =>
  new AwsError(
    `${PREFIX}InvalidBatchEntryId`,
    "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    400,
  );

export const repeatedEntryId = (id: string) =>
  new AwsError(`${PREFIX}BatchEntryIdsNotDistinct`, `Id ${id} repeated.`, 400);

export const batchTooLong = (limit: number, size: number) =>
  new AwsError(
    `${PREFIX}BatchRequestTooLong`,
    `Batch requests cannot be longer than ${limit} bytes. You have sent ${size} bytes.`,
    400,
  );

export const messageTooLong = (limit: number) =>
  invalidValue(`One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`);

/** The same inside a batch, in SQS's other words. */
export const entryTooLong = (limit: number) =>
  invalidValue(`One or more parameters cannot be validated. Reason: Message must be shorter than ${limit} bytes.`);

/** The model's InvalidAttributeValue, in the sentence SQS has for every attribute that it does not take. */
export const invalidAttribute = (name: string, reason?: string) =>
  new AwsError(
    "InvalidAttributeValue",
    `Invalid value for the parameter ${name}.${reason === undefined ? "" : ` Reason: ${reason}`}`,
    400,
  );

export const twoEncryptions = () =>
  new AwsError(
    "InvalidAttributeName",
    "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
    400,
  );

export const invalidContents = () => new AwsError("InvalidMessageContents", INVALID_CHARACTERS, 400);

export const INVALID_CHARACTERS =
  "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF";

/** A parameter that only the other kind of queue knows. */
export const wrongQueueType = (parameter: string, value: string | number) =>
  outOfRange(parameter, value, "The request include parameter that is not valid for this queue type.");

export const deletedRecently = () =>
  new AwsError(
    `${PREFIX}QueueDeletedRecently`,
    "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
    400,
  );

export const resourceNotFound = (message: string) => new AwsError("ResourceNotFoundException", message, 404);

export const purgeInProgress = (queue: string) =>
  new AwsError(
    `${PREFIX}PurgeQueueInProgress`,
    `Only one PurgeQueue operation on ${queue} is allowed every 60 seconds.`,
    403,
  );

/** The model's shape and status; SQS's text names the handle. */
export const invalidHandle = (handle: string) =>
  new AwsError("ReceiptHandleIsInvalid", `The input receipt handle "${handle}" is not a valid receipt handle.`, 404);

/** The model's `InvalidAttributeName`. */
export const unknownAttribute = (name: string) =>
  new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`, 400);

/** A handle whose message is gone, or can no longer be hidden by it. */
export const unavailableHandle = (handle: string) =>
  outOfRange("ReceiptHandle", handle, "Message does not exist or is not available for visibility timeout change.");

/** In FIFO queues only. */
export const expiredHandle = (handle: string) => outOfRange("ReceiptHandle", handle, "The receipt handle has expired.");
