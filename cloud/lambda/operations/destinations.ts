import type * as Lambda from "@aws-sdk/client-lambda";
import { constraint, destinationNotPermitted, invalidParameter } from "../errors.ts";
import type { LambdaFunction } from "../function.ts";
import { referenceOf } from "../reference.ts";
import type { LambdaService } from "../service.ts";

/** What Lambda does to each kind of destination, and so what the function's role must be allowed to do. */
const CALLS: Readonly<Record<string, { readonly action: string; readonly call: string }>> = {
  sqs: { action: "sqs:SendMessage", call: "SendMessage" },
  sns: { action: "sns:Publish", call: "Publish" },
  lambda: { action: "lambda:InvokeFunction", call: "InvokeFunction" },
  events: { action: "events:PutEvents", call: "PutEvents" },
  s3: { action: "s3:PutObject", call: "PutObject" },
};

/** The pattern that Lambda's own error quotes. */
const PATTERN =
  "^$|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)";
const ARN = new RegExp(`^(?:${PATTERN})$`, "s");

/** Refuses destinations that do not exist, are no destinations, or that the function's role may not reach. */
export function checkDestinations(
  lambda: LambdaService,
  fn: LambdaFunction,
  { OnSuccess, OnFailure }: Lambda.DestinationConfig,
  qualifier?: string,
): void {
  const named = { onSuccess: OnSuccess?.Destination, onFailure: OnFailure?.Destination };
  for (const [which, arn] of Object.entries(named)) {
    if (!arn) continue;
    if (!ARN.test(arn)) {
      const rule = `Member must satisfy regular expression pattern: ${PATTERN}`;
      throw constraint(arn, `destinationConfig.${which}.destination`, rule);
    }
    const call = CALLS[arn.split(":")[2]!];
    if (!call) throw invalidParameter(`The provided destination config ${shown(OnSuccess, OnFailure)} is invalid.`);
    if (call.action === "lambda:InvokeFunction") checkFunction(lambda, fn, arn);
    const resource = call.action === "s3:PutObject" ? `${arn}/*` : arn;
    if (!lambda.ports.mayRole(fn.version(qualifier).settings.Role, call.action, resource)) {
      throw destinationNotPermitted(call.call, arn);
    }
  }
}

function checkFunction(lambda: LambdaService, fn: LambdaFunction, arn: string): void {
  const { name } = referenceOf(arn, undefined, lambda.place);
  if (name === fn.name) throw invalidParameter("You can't specify the function as a destination for itself.");
  if (!lambda.find(name)) throw invalidParameter(`The destination ARN ${arn} is invalid.`);
}

/** The configuration in the form of Lambda's own error, which is Java's. */
function shown(success: Lambda.OnSuccess | undefined, failure: Lambda.OnFailure | undefined): string {
  const onSuccess = success ? `OnSuccess(destination=${success.Destination ?? null})` : null;
  const onFailure = failure ? `OnFailure(destination=${failure.Destination ?? null})` : null;
  return `DestinationConfig(onSuccess=${onSuccess}, onFailure=${onFailure})`;
}
