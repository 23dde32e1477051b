import { AwsError } from "../../kernel/errors.ts";

/** What AWS's JSON and XML services answer to a body that is not what the model says (the common SerializationException). */
export const serializationError = (message: string) => new AwsError("SerializationException", message, 400);

/** S3's own word for a body that does not fit its schema. */
export const malformedXml = () =>
  new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
    400,
  );

/** The answer to a path whose percent signs lead nowhere (S3's list of error codes). */
export const invalidUri = () => new AwsError("InvalidURI", "Couldn't parse the specified URI.", 400);
