import { invalidParameter, invalidSmsEndpoint } from "./errors.ts";

/**
 * Which endpoints can be subscribed here:
 *
 *   sqs, lambda                     confirmed at once, notifications are delivered
 *   sms                             confirmed at once; there is no phone to deliver to
 *   http, https, email, email-json  taken, but pending for ever: nobody sends them the token to confirm with
 *   the rest                        refused as SNS refuses protocols it does not know (it knows application and firehose)
 */
export function checkEndpoint(protocol: string, endpoint: string, fifoTopic = false): void {
  const check = ENDPOINTS.get(protocol);
  if (!check) throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (endpoint === "") throw invalidParameter("Endpoint");
  check(endpoint);
  // SNS repeats itself here.
  if (protocol === "sqs" && endpoint.endsWith(".fifo") && !fifoTopic) {
    throw invalidParameter(
      "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
  }
}

/** An international number, with or without its plus, however its digits are set apart. */
export function isPhoneNumber(text: string): boolean {
  if (/[./-]{2}|^[./-]|[./-]$/.test(text)) return false;
  return /^\+?[1-9]\d{1,14}$/.test(text.replace(/[./-]/g, ""));
}

const ENDPOINTS = new Map<string, (endpoint: string) => void>([
  ["sqs", (endpoint) => matches(endpoint, /^arn:aws[^:]*:sqs:[^:]+:\d{12}:.+$/, "SQS endpoint ARN")],
  ["sms", phone],
  ["lambda", (endpoint) => matches(endpoint, /^arn:aws[^:]*:lambda:[^:]+:\d{12}:function:.+$/, "Lambda endpoint ARN")],
  ["http", (endpoint) => matches(endpoint, /^http:\/\//, MISMATCH)],
  ["https", (endpoint) => matches(endpoint, /^https:\/\//, MISMATCH)],
  ["email", () => {}],
  ["email-json", () => {}],
]);

const MISMATCH = "Endpoint must match the specified protocol";

function phone(endpoint: string): void {
  if (!isPhoneNumber(endpoint)) throw invalidSmsEndpoint(endpoint);
}

function matches(endpoint: string, pattern: RegExp, complaint: string): void {
  if (!pattern.test(endpoint)) throw invalidParameter(complaint);
}
