import { invalidParameter } from "./errors.ts";

/**
 * Which endpoints can be subscribed here:
 *
 *   sqs, lambda                     confirmed at once, notifications are delivered
 *   http, https, email, email-json  taken, but pending for ever: nobody sends them the token to confirm with
 *   the rest                        refused as SNS refuses protocols it does not know (it knows sms, application, firehose)
 */
export function checkEndpoint(protocol: string, endpoint: string): void {
  const check = ENDPOINTS.get(protocol);
  if (!check) throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (endpoint === "") throw invalidParameter("Endpoint");
  check(endpoint);
}

const ENDPOINTS = new Map<string, (endpoint: string) => void>([
  ["sqs", queue],
  ["lambda", (endpoint) => matches(endpoint, /^arn:aws[^:]*:lambda:[^:]+:\d{12}:function:.+$/, "Lambda endpoint ARN")],
  ["http", (endpoint) => matches(endpoint, /^http:\/\//, MISMATCH)],
  ["https", (endpoint) => matches(endpoint, /^https:\/\//, MISMATCH)],
  ["email", () => {}],
  ["email-json", () => {}],
]);

const MISMATCH = "Endpoint must match the specified protocol";

function queue(endpoint: string): void {
  matches(endpoint, /^arn:aws[^:]*:sqs:[^:]+:\d{12}:.+$/, "SQS endpoint ARN");
  // SNS repeats itself here.
  if (endpoint.endsWith(".fifo")) {
    throw invalidParameter(
      "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
  }
}

function matches(endpoint: string, pattern: RegExp, complaint: string): void {
  if (!pattern.test(endpoint)) throw invalidParameter(complaint);
}
