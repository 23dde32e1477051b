import { queryPairs } from "../cloud/gateway/http/arrival.ts";
import { canonicalRequest, SigningKeys, scopeText, sha256, sign, stringToSign } from "../cloud/gateway/signature.ts";
import { basicTime } from "../cloud/gateway/signature-time.ts";

/** The small requests that `bench/http.ts` sends. */
export interface Letter {
  readonly name: string;
  readonly service: string;
  readonly line: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the letters are about, and the key of who sends them. */
export interface Furniture {
  readonly queues: Readonly<Record<"sent" | "seen" | "deleted", string>>;
  readonly topic: string;
  readonly receiptHandle: string;
  readonly user: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export const DOCUMENT = JSON.stringify({ id: 7, customer: "Customer 7", note: "x".repeat(160) });

/** Every one may be sent as often as one likes: `seen` hands out its one message again and again. */
export function letters({ queues, topic, receiptHandle }: Furniture): readonly Letter[] {
  const publish = { Action: "Publish", TopicArn: topic, Message: DOCUMENT, Version: "2010-03-31" };
  return [
    { name: "s3 PutObject", service: "s3", line: "PUT /documents/input/7.json?x-id=PutObject", body: DOCUMENT },
    { name: "s3 GetObject", service: "s3", line: "GET /documents/input/7.json?x-id=GetObject", body: "" },
    { name: "sqs SendMessage", ...toSqs("SendMessage", { QueueUrl: queues.sent, MessageBody: DOCUMENT }) },
    { name: "sqs ReceiveMessage", ...toSqs("ReceiveMessage", { QueueUrl: queues.seen }) },
    {
      name: "sqs DeleteMessage",
      ...toSqs("DeleteMessage", { QueueUrl: queues.deleted, ReceiptHandle: receiptHandle }),
    },
    { name: "sns Publish", ...toSns(publish) },
    { name: "ssm GetParameter", service: "ssm", ...inJson("AmazonSSM.GetParameter", "1.1", { Name: "/lab/rate" }) },
  ];
}

function toSqs(operation: string, body: object) {
  return { service: "sqs", ...inJson(`AmazonSQS.${operation}`, "1.0", body) };
}

function toSns(form: Record<string, string>) {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return { service: "sns", line: "POST /", headers, body: new URLSearchParams(form).toString() };
}

function inJson(target: string, version: string, body: object) {
  const headers = { "content-type": `application/x-amz-json-${version}`, "x-amz-target": target };
  return { line: "POST /", headers, body: JSON.stringify(body) };
}

/** The bytes of a request, signed now. */
export function signed(
  { service, line, headers: more, body }: Letter,
  { accessKeyId, secretAccessKey }: Furniture["user"],
  port: number,
): Buffer {
  const [, method = "", path = "", search = ""] = /^(\w+) ([^?]*)\??(.*)$/.exec(line) ?? [];
  const time = basicTime(Date.now());
  const scope = { day: time.slice(0, 8), region: "us-east-1", service };
  const headers: Record<string, string> = {
    host: `127.0.0.1:${port}`,
    "x-amz-date": time,
    "x-amz-content-sha256": sha256(body),
    ...more,
  };
  const names = Object.keys(headers).sort();
  const canonical = canonicalRequest(
    { method, path, queryPairs: queryPairs(search), headers },
    scope,
    names,
    sha256(body),
  );
  const signature = sign(new SigningKeys().of(secretAccessKey, scope), stringToSign(time, scope, canonical));
  const credential = `Credential=${accessKeyId}/${scopeText(scope)}, SignedHeaders=${names.join(";")}`;
  headers.authorization = `AWS4-HMAC-SHA256 ${credential}, Signature=${signature}`;
  headers["content-length"] = String(Buffer.byteLength(body));
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${line} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}
