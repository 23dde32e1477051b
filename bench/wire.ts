/**
 * What the wire layer costs a request: finding the operation, reading the input, writing the output, by the model. The
 * requests are those of the pipeline. Nothing is served; each operation is measured in turns with the others.
 */
import type { WireRequest } from "../cloud/gateway/message.ts";
import { protocolOf, SERVICES } from "../cloud/gateway/services.ts";
import { median, type Row } from "./row.ts";

const ROUNDS = 9;
const REPEATS = 4000;
const MUST = 20;

interface Sample {
  readonly name: string;
  readonly service: string;
  readonly request: WireRequest;
  readonly output: Record<string, unknown>;
}

const SAMPLES: readonly Sample[] = [
  {
    name: "s3 PutObject",
    service: "s3",
    request: rest(
      "PUT",
      "/documents-lab/input/run/00000042.json",
      { "x-id": "PutObject" },
      '{"symbol":"ABC","value":1}',
    ),
    output: { ETag: '"437b930db84b8079c2dd804a71936b5f"', ServerSideEncryption: "AES256", ChecksumType: "FULL_OBJECT" },
  },
  {
    name: "s3 GetObject",
    service: "s3",
    request: rest("GET", "/documents-lab/input/run/00000042.json", { "x-id": "GetObject" }, undefined),
    output: {
      Body: Buffer.alloc(250),
      ContentLength: 250,
      ETag: '"x"',
      LastModified: new Date(0),
      AcceptRanges: "bytes",
    },
  },
  {
    name: "sqs ReceiveMessage",
    service: "sqs",
    request: json("AmazonSQS.ReceiveMessage", { QueueUrl: "https://sqs/1/deliveries", MaxNumberOfMessages: 10 }, "1.0"),
    output: {
      Messages: Array.from({ length: 4 }, () => ({
        MessageId: "m",
        ReceiptHandle: "h",
        Body: "x".repeat(900),
        MD5OfBody: "d",
      })),
    },
  },
  {
    name: "ssm GetParameter",
    service: "ssm",
    request: json("AmazonSSM.GetParameter", { Name: "/etl-lab/transform/faults" }, "1.1"),
    output: { Parameter: { Name: "n", Type: "String", Value: "{}", Version: 1, LastModifiedDate: new Date(0) } },
  },
  {
    name: "sns Publish",
    service: "sns",
    request: form({ Action: "Publish", TopicArn: "arn:aws:sns:us-east-1:1:converted", Message: "x".repeat(600) }),
    output: { MessageId: "11111111-2222-4333-8444-555555555555" },
  },
];

export function benchWire(): Row[] {
  const times = SAMPLES.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, sample] of SAMPLES.entries()) times[i]!.push(microseconds(sample));
  }
  // The first rounds warm up.
  return SAMPLES.map(({ name }, i) => ({
    name: `wire layer, ${name}`,
    figure: median(times[i]!.slice(3)),
    unit: "us",
    must: MUST,
  }));
}

function microseconds({ service: name, request, output }: Sample): number {
  const service = SERVICES[name]!;
  const start = performance.now();
  for (let i = 0; i < REPEATS; i++) {
    const protocol = protocolOf(request, service);
    const operation = protocol.operationOf(request, service)!;
    protocol.decode(request, operation, service);
    protocol.encode(output, operation, service, "11111111-2222-4333-8444-555555555555");
  }
  return ((performance.now() - start) * 1000) / REPEATS;
}

function rest(method: string, path: string, query: Record<string, string>, body: string | undefined): WireRequest {
  return {
    method,
    path,
    query,
    headers: { host: "s3.us-east-1.amazonaws.com", "content-type": "application/json" },
    body,
  };
}

function json(target: string, body: object, version: string): WireRequest {
  const headers = { "content-type": `application/x-amz-json-${version}`, "x-amz-target": target };
  return { method: "POST", path: "/", query: {}, headers, body: JSON.stringify(body) };
}

function form(fields: Record<string, string>): WireRequest {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return { method: "POST", path: "/", query: {}, headers, body: new URLSearchParams(fields).toString() };
}
