import type * as Lambda from "@aws-sdk/client-lambda";
import type { Call, Output } from "../../kernel/house.ts";
import { oneOf } from "../constraints.ts";
import { constraint, invalidClientContext, invalidPayload, payloadTooLarge, tooManyRequests } from "../errors.ts";
import type { Answer } from "../invoker.ts";
import { INVOKED, LATEST, type Reference } from "../reference.ts";
import type { LambdaService } from "../service.ts";

/** What the output's payload is before the gateway puts it on the wire. */
type InvokeOutput = Omit<Output<Lambda.InvokeCommandOutput>, "Payload"> & { Payload?: Uint8Array };

/** The operation that everything else is for. The request's id is the invocation's. */
export function invokeOperations(lambda: LambdaService) {
  return {
    async Invoke(input: Lambda.InvokeCommandInput, call: Call): Promise<InvokeOutput> {
      const reference = lambda.reference(input.FunctionName, input.Qualifier, INVOKED);
      oneOf("logType", input.LogType, ["None", "Tail"]);
      switch (input.InvocationType ?? "RequestResponse") {
        case "RequestResponse":
          return answerOf(input, await run(lambda, reference, call, input));
        case "Event":
          lambda.enqueue(reference, call.requestId, payloadOf(input, "Event", LONGEST_ASYNC));
          return { StatusCode: 202 };
        case "DryRun":
          lambda.get({ name: reference.name, qualifier: reference.qualifier ?? LATEST }).version(reference.qualifier);
          return { StatusCode: 204 };
        default:
          throw constraint(input.InvocationType, "invocationType", INVOCATION_TYPES);
      }
    },
  };
}

const INVOCATION_TYPES = "Member must satisfy enum value set: [Event, RequestResponse, DryRun]";

/** Bytes of a request, and of an answer with its envelope; asynchronous events grew from 256 KB to 1 MB in 2025. */
const LONGEST_SYNC = 6_291_456;
const LONGEST_ANSWER = 6_291_556;
const LONGEST_ASYNC = 1_048_576;

async function run(
  lambda: LambdaService,
  reference: Reference,
  call: Call,
  input: Lambda.InvokeCommandInput,
): Promise<Answer> {
  const payload = payloadOf(input, "RequestResponse", LONGEST_SYNC);
  const answer = await lambda.invoke(reference, call.requestId, payload, clientContextOf(input));
  if ("throttled" in answer) throw tooManyRequests(answer.throttled);
  return answer;
}

function answerOf(input: Lambda.InvokeCommandInput, answer: Answer): InvokeOutput {
  const bytes = Buffer.from(answer.payload);
  const tooLarge = bytes.length > LONGEST_ANSWER;
  return {
    StatusCode: 200,
    ExecutedVersion: answer.version.number,
    ...((tooLarge || answer.outcome !== "success") && { FunctionError: "Unhandled" }),
    ...(input.LogType === "Tail" && { LogResult: answer.log.tail() }),
    Payload: tooLarge ? Buffer.from(TOO_LARGE) : bytes,
  };
}

const TOO_LARGE = JSON.stringify({
  errorMessage: `Response payload size exceeded maximum allowed payload size (${LONGEST_ANSWER} bytes).`,
  errorType: "Function.ResponseSizeTooLarge",
});

/** JSON, sent in Base64. */
function clientContextOf({ ClientContext }: Lambda.InvokeCommandInput): string | undefined {
  if (ClientContext === undefined) return undefined;
  try {
    return JSON.stringify(JSON.parse(Buffer.from(ClientContext, "base64").toString()));
  } catch {
    throw invalidClientContext();
  }
}

/** The event as text: JSON, or nothing, which the function sees as {}. The detail of a refusal is Node's, not Jackson's. */
function payloadOf({ Payload }: Lambda.InvokeCommandInput, invocationType: string, limit: number): string {
  const bytes = Payload === undefined ? Buffer.alloc(0) : Buffer.from(Payload as Uint8Array);
  if (bytes.length > limit) throw payloadTooLarge(bytes.length, invocationType, limit);
  if (bytes.length === 0) return "{}";
  const text = bytes.toString();
  try {
    JSON.parse(text);
  } catch (error) {
    throw invalidPayload((error as Error).message);
  }
  return text;
}
