import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import { expect } from "chai";
import type { Cells } from "../../chaos/verdict/evidence.ts";
import { Documents } from "../../drivers/documents.ts";
import { bundle } from "../../infra/bundle.ts";
import type { Simulation } from "../../lab/simulation.ts";
import { anExperiment, aRun } from "../a-lab.ts";
import { isMethods, once, rot, snatch } from "./hands.ts";

const LOAD = { documents: 400, perSecond: 20, malformed: 0.01 };

/** A run of 400 documents with somebody's hand in it: the word, why, and the cells that are not as they should be. */
async function sabotaged(before?: (world: Simulation) => void, terms: { seed?: number; code?: Uint8Array } = {}) {
  const { journal } = await aRun(anExperiment(), { ...terms, ...(before && { before }) });
  const { verdict, reasons, documents } = journal.verdict!;
  return { verdict, reasons, cells: strange(documents.cells) };
}

function strange({ ok: _, intended: __, ...cells }: Cells): Partial<Cells> {
  return Object.fromEntries(Object.entries(cells).filter(([, count]) => count > 0));
}

/** The key of the tenth CSV of the method, and of no other. */
const CSV = /^output\/.*-method\/00000010\.csv$/;

describe("the ledger's verdict", function () {
  this.timeout(300_000);

  it("is HELD when nobody meddles", async () => {
    expect(await sabotaged()).to.deep.include({ verdict: "HELD", cells: {} });
  });

  it("is REFUTED by one message that was dropped from deliveries", async () => {
    const dropped = await sabotaged((world) =>
      once(world, "MessageSent", ({ messageId }) => snatch(world, messageId), toDeliveries(world)),
    );
    expect(dropped).to.deep.equal({ verdict: "REFUTED", reasons: ["lost 1 of 396"], cells: { lost: 1 } });
  });

  it("is REFUTED by a CSV that was written again with one other byte", async () => {
    const overwritten = await sabotaged((world) =>
      once(world, "ObjectCreated", ({ key }) => void overwrite(world, key), isTheCsv),
    );
    expect(overwritten).to.deep.equal({ verdict: "REFUTED", reasons: ["corrupt 1 of 396"], cells: { corrupt: 1 } });
  });

  it("is REFUTED by a notification that describes other bytes than the bucket has", async () => {
    const rewritten = await sabotaged((world) =>
      once(world, "MessageSent", ({ messageId }) => rewrite(world, messageId), toDeliveries(world)),
    );
    expect(rewritten).to.deep.equal({ verdict: "REFUTED", reasons: ["corrupt 1 of 396"], cells: { corrupt: 1 } });
  });

  it("is still HELD when a byte rots in the bucket: no notification tells of it, and nobody reads every object", async () => {
    let rotten = 0;
    const rotted = await sabotaged((world) =>
      once(
        world,
        "ObjectCreated",
        ({ key }) => {
          rot(world, key);
          rotten++;
        },
        isTheCsv,
      ),
    );
    expect(rotten).to.equal(1);
    expect(rotted).to.deep.include({ verdict: "HELD", cells: {} });
  });

  it("is REFUTED by one dead letter that was deleted", async () => {
    const deleted = await sabotaged((world) => once(world, "EventDeadLettered", () => void deleteOneDeadLetter(world)));
    expect(deleted).to.deep.equal({
      verdict: "REFUTED",
      reasons: ["lost evidence 1 of 4"],
      cells: { lostEvidence: 1 },
    });
  });

  it("is REFUTED by a function that accepts one malformed form", async () => {
    const code = bundle({ entry: join(import.meta.dirname, "lenient-transform.ts") });
    const accepted = await sabotaged(undefined, { seed: seedWithOneTrailingComma(), code });
    expect(accepted).to.deep.equal({
      verdict: "REFUTED",
      reasons: ["poison accepted 1 of 4"],
      cells: { poisonAccepted: 1 },
    });
  });
});

function toDeliveries({ pipeline }: Simulation) {
  return ({ queue }: { queue: string }) => queue === pipeline.deliveriesQueue;
}

function isTheCsv({ key }: { key: string }): boolean {
  return CSV.test(key);
}

/** Puts another message in the place of one: the same notification with another entity tag. */
function rewrite(world: Simulation, messageId: string): void {
  const body = snatch(world, messageId);
  // The tag stands in a JSON text within a JSON text.
  const lie = body.replace(/(eTag\\":\\")(.)/, (_, name, digit) => `${name}${digit === "0" ? "1" : "0"}`);
  expect(lie).to.not.equal(body);
  world.cloud.houses.services.sqs.send(world.pipeline.deliveriesQueue, { body: lie, senderId: "somebody" });
}

async function overwrite({ aws, clock, pipeline }: Simulation, key: string): Promise<void> {
  await clock.sleep(1000);
  const place = { Bucket: pipeline.documentsBucket, Key: key };
  const { Body } = await aws.s3.send(new GetObjectCommand(place));
  const bytes = Uint8Array.from(await Body!.transformToByteArray());
  bytes[bytes.length >> 1]! ^= 1;
  await aws.s3.send(new PutObjectCommand({ ...place, Body: bytes }));
}

/** As a tidy colleague would, with the API; what else was received is given back. */
async function deleteOneDeadLetter({ aws, pipeline }: Simulation): Promise<void> {
  const QueueUrl = pipeline.failuresQueueUrl;
  const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  const chosen = Messages.find(({ Body }) => isMethods(Body!));
  for (const message of Messages as Message[]) {
    const handle = { QueueUrl, ReceiptHandle: message.ReceiptHandle };
    if (message === chosen) await aws.sqs.send(new DeleteMessageCommand(handle));
    else await aws.sqs.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 0 }));
  }
}

/** A seed whose method has one document that ends in a comma too many, and whose other cohorts have none. */
function seedWithOneTrailingComma(): number {
  const count = (seed: number, name: string, documents: number) => {
    const load = { ...LOAD, documents };
    const cohort = new Documents({ seed: `${seed} ${name}`, run: "any", load });
    const texts = Array.from({ length: documents }, (_, i) => (cohort.isMalformed(i) ? cohort.bytes(i) : ""));
    return texts.filter((bytes) => bytes.toString().endsWith(",}")).length;
  };
  for (let seed = 1; ; seed++) {
    const others = count(seed, "baseline", 300) + count(seed, "recovery", 300);
    if (count(seed, "method", 400) === 1 && others === 0) return seed;
  }
}
