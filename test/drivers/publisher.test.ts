import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { Documents } from "../../drivers/documents.ts";
import { Ledger } from "../../drivers/ledger.ts";
import type { Load } from "../../drivers/load.ts";
import { type PublisherProgress, publish } from "../../drivers/publisher.ts";
import { AStore, anAwsError } from "./a-store.ts";

type Answer = ConstructorParameters<typeof AStore>[1];

/** Publishes a load to a bucket that answers as it is told, on virtual time. */
async function published(
  load: Partial<Load>,
  answer?: Answer,
  more: { stopAfter?: number; inFlight?: number; cloudwatch?: CloudWatchClient; tellsRetries?: boolean } = {},
) {
  const { stopAfter, ...rest } = more;
  const clock = new VirtualClock();
  const store = new AStore(clock, answer);
  const documents = new Documents({ seed: 7, run: "r", load: { perSecond: 20, malformed: 0.01, ...load } });
  const ledger = new Ledger();
  ledger.open(documents);
  const stop = new AbortController();
  if (stopAfter !== undefined) clock.at(EPOCH + stopAfter, () => stop.abort());
  const progress: PublisherProgress[] = [];
  const publisher = {
    s3: store.client(),
    clock,
    documents,
    ledger,
    progress: (event: PublisherProgress) => void progress.push(event),
    ...rest,
  };
  await clock.run(publish(publisher, "documents-lab", documents.load, stop.signal));
  return { store, documents, ledger, progress, counts: ledger.counts("r"), took: clock.now() - EPOCH };
}

const at = (store: AStore) => store.puts.map((put) => put.at - EPOCH);

describe("the publisher", () => {
  it("puts each document at its own moment", async () => {
    const { store, documents } = await published({ documents: 5 });
    expect(at(store)).to.deep.equal([0, 50, 100, 150, 200]);
    expect(store.puts.map(({ key }) => key)).to.deep.equal([0, 1, 2, 3, 4].map((i) => documents.inputKey(i)));
    for (const [i, { bytes }] of store.puts.entries()) expect(bytes.equals(documents.bytes(i))).to.equal(true);
  });

  it("counts a document from the moment S3 took it", async () => {
    const { ledger, documents } = await published({ documents: 2 }, () => ({ takes: 30 }));
    expect([0, 1].map((i) => ledger.fate(documents.inputKey(i))!.acceptedAt! - EPOCH)).to.deep.equal([30, 80]);
  });

  it("keeps its rate though every PutObject is slow", async () => {
    const { store, took } = await published({ documents: 100 }, () => ({ takes: 3000 }));
    expect(at(store)).to.deep.equal(Array.from({ length: 100 }, (_, i) => i * 50));
    expect([store.mostAtOnce, took]).to.deep.equal([60, 99 * 50 + 3000]);
  });

  it("has no more calls in the air than it may, and catches up when they land", async () => {
    const slow = (key: string) => ({ takes: key < "input/r/00000010" ? 2000 : 10 });
    const { store, counts } = await published({ documents: 60 }, slow, { inFlight: 10 });
    expect(store.mostAtOnce).to.equal(10);
    expect(at(store).slice(0, 12)).to.deep.equal([0, 50, 100, 150, 200, 250, 300, 350, 400, 450, 2000, 2010]);
    expect(at(store)[59]).to.equal(59 * 50);
    expect(counts.accepted).to.equal(60);
  });

  for (const [what, error, cell] of [
    ["403 AccessDenied", anAwsError("AccessDenied", 403), "refused"],
    ["404 NoSuchBucket", anAwsError("NoSuchBucket", 404), "refused"],
    ["503 SlowDown", anAwsError("SlowDown", 503), "uncertain"],
    ["500 InternalError", anAwsError("InternalError", 500), "uncertain"],
    ["no answer", Object.assign(new Error("socket hang up"), { name: "TimeoutError" }), "uncertain"],
    ["403 after a retry", anAwsError("AccessDenied", 403, 2), "uncertain"],
  ] as const)
    it(`calls a document ${cell} after ${what}, says so, and goes on`, async () => {
      const fails = (key: string) => (key.endsWith("2.json") ? { error } : {});
      const { ledger, documents, progress, counts } = await published({ documents: 4 }, fails);
      const fate = ledger.fate(documents.inputKey(2))!;
      expect([fate.refused, fate.uncertainAt]).to.deep.equal(
        cell === "refused" ? [error.name, undefined] : [undefined, EPOCH + 100],
      );
      expect(progress.filter(({ kind }) => kind !== "accepted")).to.deep.equal([
        { kind: cell, key: documents.inputKey(2), error: `${error.name}: ${error.message}` },
      ]);
      expect([counts.accepted, counts.refused]).to.deep.equal([3, 1]);
    });

  it("ends when told to, in the middle of a wait, and lets what is in the air land", async () => {
    const { store, counts, took } = await published({ perSecond: 1 }, () => ({ takes: 800 }), { stopAfter: 2500 });
    expect(at(store)).to.deep.equal([0, 1000, 2000]);
    expect([counts.accepted, took]).to.deep.equal([3, 2800]);
  });

  it("publishes nothing when it was told before", async () => {
    expect((await published({ documents: 5 }, undefined, { stopAfter: 0 })).store.puts.length).to.be.at.most(1);
  });

  it("follows a surge", async () => {
    const load = { perSecond: 2, documents: 400, surge: { perSecond: 200, after: 1000, ramp: 1000 } };
    const { store } = await published(load);
    expect(at(store).filter((t) => t >= 2000 && t < 3000)).to.have.length(200);
  });

  it("does not go on when the ledger cannot be written", async () => {
    const clock = new VirtualClock();
    const documents = new Documents({ seed: 7, run: "r", load: { documents: 100, perSecond: 20, malformed: 0 } });
    const full = () => {
      throw new Error("no space left on device");
    };
    const ledger = { accepted: full, uncertain: full, refused: full };
    const store = new AStore(clock);
    const story = publish(
      { s3: store.client(), clock, documents, ledger },
      "b",
      documents.load,
      new AbortController().signal,
    );
    const failure = await clock.run(
      story.then(
        () => undefined,
        (error: Error) => error.message,
      ),
    );
    expect(failure).to.equal("no space left on device");
    expect(store.puts.length).to.be.below(4);
  });
});

describe("the publisher's metric", () => {
  it("says per minute how many documents were published, every ten seconds", async () => {
    const sent: { Namespace: string; MetricData: { Timestamp: Date; Value: number }[] }[] = [];
    const cloudwatch = { send: async ({ input }: { input: (typeof sent)[number] }) => void sent.push(input) };
    await published({ documents: 1300 }, undefined, { cloudwatch: cloudwatch as unknown as CloudWatchClient });
    expect(sent).to.have.length(7);
    expect(sent[0]).to.deep.include({ Namespace: "ServerlessChaosLab" });
    expect(sent[0]!.MetricData[0]).to.deep.include({
      MetricName: "published",
      Unit: "Count",
      Dimensions: [{ Name: "Pipeline", Value: "etl-lab" }],
    });
    const data = sent.flatMap(({ MetricData }) => MetricData);
    const total = (minute: number) =>
      data
        .filter(({ Timestamp }) => Timestamp.getTime() === EPOCH + minute * 60_000)
        .reduce((sum, { Value }) => sum + Value, 0);
    expect([total(0), total(1)]).to.deep.equal([1200, 100]);
  });

  it("says how many requests it took beyond one a document, where it is asked to", async () => {
    for (const tellsRetries of [true, false]) {
      const sent: { MetricName: string; Value: number }[] = [];
      const send = async ({ input }: { input: { MetricData: typeof sent } }) => void sent.push(...input.MetricData);
      const cloudwatch = { send } as unknown as CloudWatchClient;
      await published({ documents: 3 }, (key) => ({ attempts: key.includes("0001") ? 3 : 1 }), {
        ...{ cloudwatch, tellsRetries },
      });
      const retried = sent.filter(({ MetricName }) => MetricName === "retried").map(({ Value }) => Value);
      expect(retried).to.deep.equal(tellsRetries ? [2] : []);
    }
  });

  for (const [what, send] of [
    ["refuses", async () => Promise.reject(anAwsError("AccessDenied", 403))],
    ["never answers", () => new Promise(() => {})],
  ] as const)
    it(`disturbs no document when CloudWatch ${what}`, async () => {
      const { counts, store } = await published({ documents: 400 }, undefined, {
        cloudwatch: { send } as unknown as CloudWatchClient,
      });
      expect(counts.accepted).to.equal(400);
      expect(at(store)).to.deep.equal(Array.from({ length: 400 }, (_, i) => i * 50));
    });
});
