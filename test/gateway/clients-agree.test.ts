import { expect } from "chai";
import type { Operation } from "../../cloud/gateway/model.ts";
import { SERVICES } from "../../cloud/gateway/services.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { aMirror, exchange, SERVICE_NAMES, type ServiceName } from "./a-mirror.ts";
import { aStructure } from "./a-value.ts";

/** Operations whose client does more than write and read, so that what it sends is not what it was given. */
const CLIENTS_OWN: Readonly<Record<string, string>> = {
  "s3 ListDirectoryBuckets": "differs from ListBuckets by its host alone",
  "s3 WriteGetObjectResponse": "puts a member into the host",
  "s3 SelectObjectContent": "answers with a stream of events",
  "s3 GetObjectTorrent": "answers with a stream",
  "s3 GetObjectAnnotation": "answers with a stream",
  "lambda InvokeWithResponseStream": "answers with a stream of events",
  "logs GetLogObject": "answers with a stream of events",
  "logs StartLiveTail": "answers with a stream of events",
  "sqs SendMessage": "sums the body up and compares",
  "sqs SendMessageBatch": "sums the bodies up and compares",
  "sqs ReceiveMessage": "sums the bodies up and compares",
};

/** What a client makes of a member that it was not given. */
const FILLED_IN: Readonly<Record<string, readonly string[]>> = {
  "s3 PutObject": ["ContentLength", "ContentType", "Body"],
  "s3 PutObjectAnnotation": ["ContentLength", "ContentType", "AnnotationPayload"],
  "s3 UploadPart": ["ContentLength", "ContentType", "Body"],
  // An error that was left out goes as an empty document.
  "lambda SendDurableExecutionCallbackFailure": ["Error"],
  "lambda StopDurableExecution": ["Error"],
};

const DRAWS = 3;

describe("what official clients write, the gateway reads, and the other way round", () => {
  const mirror = aMirror();

  for (const service of SERVICE_NAMES) {
    const operations = [...SERVICES[service]!.model.operations.values()];
    const own = operations.filter(({ name }) => `${service} ${name}` in CLIENTS_OWN);
    const shared = operations.filter((operation) => !own.includes(operation));

    it(`for ${shared.length} of ${operations.length} operations of ${service}`, async () => {
      for (const operation of shared) {
        for (let draw = 0; draw < DRAWS; draw++) await compare(service, operation, draw);
      }
      expect(mirror.bugs).to.deep.equal([]);
    });
  }

  async function compare(service: ServiceName, operation: Operation, draw: number): Promise<void> {
    const name = `${service} ${operation.name}`;
    const random = Random.fromSeed(name).fork(String(draw));
    const [input, output] = [
      aStructure(operation.input, random.fork("input")),
      aStructure(operation.output, random.fork("output")),
    ];
    const { heard, got } = await exchange(mirror, service, operation.name, input, output);
    expect(without(heard, input, FILLED_IN[name] ?? []), `${name}: the house hears what was sent`).to.deep.equal(input);
    expect(
      await read(without(got, output, statusMembers(operation))),
      `${name}: the client gets what was said`,
    ).to.deep.equal(output);
  }
});

/** Leaves out members that nobody gave. */
function without(found: Record<string, unknown>, given: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(found).filter(([name]) => name in given || !names.includes(name)));
}

/** The HTTP status is always there. */
function statusMembers({ output }: Operation): string[] {
  return output.members.filter(({ place }) => place.in === "status" || place.in === "payload").map(({ name }) => name);
}

/** Bytes, where the client gives a stream of them. */
async function read(found: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { Body } = found as { Body?: { transformToByteArray?(): Promise<Uint8Array> } };
  return Body?.transformToByteArray ? { ...found, Body: Buffer.from(await Body.transformToByteArray()) } : found;
}
