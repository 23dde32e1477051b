import { AwsError } from "../kernel/errors.ts";
import type { Operation } from "./model.ts";
import type { WireService } from "./protocols/protocol.ts";
import type { Member } from "./shape.ts";

/** What a service answers before its house has heard of a request: operations it does not know, parameters left out. */

/** S3 answers 501 for what it does not implement; the others have one common error for an unknown action. */
export function unknownOperation({ name }: WireService, operation: string | undefined): AwsError {
  if (name === "s3") {
    return new AwsError("NotImplemented", "A header you provided implies functionality that is not implemented", 501);
  }
  if (name === "lambda") return new AwsError("UnknownOperationException", operation ?? "", 404);
  return new AwsError(
    name === "iam" || name === "sts" || name === "sns" ? "InvalidAction" : "UnknownOperationException",
    `The action ${operation ?? "in this request"} is not valid for this web service.`,
    400,
  );
}

/** Refuses a request that leaves out a member which the model requires. Nested members are the house's matter. */
export function checkRequired(operation: Operation, input: Record<string, unknown>, { name }: WireService): void {
  for (const member of operation.input.members) {
    if (member.required && input[member.name] === undefined) throw missing(name, member);
  }
}

function missing(service: string, { name: member, place }: Member): AwsError {
  switch (service) {
    case "sqs":
      return new AwsError("MissingParameter", `The request must contain the parameter ${member}.`, 400);
    case "sns":
      return new AwsError("InvalidParameter", `Invalid parameter: ${member}`, 400);
    case "cloudwatch":
      return new AwsError("MissingParameter", `The parameter ${member} is required.`, 400);
    case "iam":
    case "sts":
      return new AwsError("ValidationError", nullMember(member), 400);
    case "lambda":
      return new AwsError("ValidationException", nullMember(member), 400);
    case "logs":
      return new AwsError("InvalidParameterException", nullMember(member), 400);
    case "s3":
      // The body's own words are in S3's list of error codes.
      if (place.in === "payload") return new AwsError("MissingRequestBodyError", "Request body is empty.", 400);
      return new AwsError("InvalidRequest", `Missing required parameter: ${member}`, 400);
    default:
      return new AwsError("ValidationException", nullMember(member), 400);
  }
}

/** The sentence of AWS's common request validation. */
function nullMember(member: string): string {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`;
}
