import type { Operations } from "../../kernel/house.ts";
import { notImplemented } from "../errors.ts";
import type { S3Service } from "../service.ts";

/** What is not served here: NotImplemented, so that nobody believes in an answer that is not there. */
const NOT_SERVED = ["SelectObjectContent"];

export function absentOperations(s3: S3Service): Operations {
  const refuse = ({ Bucket }: { readonly Bucket?: string | undefined }) => {
    s3.get(Bucket);
    throw notImplemented();
  };
  return Object.fromEntries(NOT_SERVED.map((operation) => [operation, refuse]));
}
