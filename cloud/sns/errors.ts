import { AwsError } from "../kernel/errors.ts";

/**
 * SNS's errors in SNS's words, recorded on AWS where nothing else is said. The codes are the query-protocol ones, as
 * the model's `awsQueryError` gives them.
 */
export const invalidParameter = (detail: string) =>
  new AwsError("InvalidParameter", `Invalid parameter: ${detail}`, 400);

/** Two that stand without the words before them. */
export const invalidSmsEndpoint = (endpoint: string) =>
  new AwsError("InvalidParameter", `Invalid SMS endpoint: ${endpoint}`, 400);

export const invalidToken = () => new AwsError("InvalidParameter", "Invalid token", 400);

export const topicNotFound = () => new AwsError("NotFound", "Topic does not exist", 404);

export const subscriptionNotFound = () => new AwsError("NotFound", "Subscription does not exist", 404);

/** The tag operations have an error of their own. */
export const resourceNotFound = () => new AwsError("ResourceNotFound", "Resource does not exist", 404);

export const attributeInvalid = (message: string) => new AwsError("ParameterValueInvalid", message, 400);

export const nullMember = (path: string) =>
  new AwsError(
    "ValidationError",
    `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
    400,
  );

export const tooManyEntries = () =>
  new AwsError("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.", 400);

/** This and the next but one speak as the API reference describes them. */
export const emptyBatch = () =>
  new AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.", 400);

export const repeatedEntryId = () =>
  new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.", 400);

export const invalidEntryId = () =>
  new AwsError(
    "InvalidBatchEntryId",
    "The Id of a batch entry in a batch request doesn't abide by the specification.",
    400,
  );

export const batchTooLong = () =>
  new AwsError("BatchRequestTooLong", "The length of all the messages put together is more than the limit.", 400);
