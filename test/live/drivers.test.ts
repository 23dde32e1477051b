import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Experiment } from "../../chaos/experiment.ts";
import { type BackgroundDriver, driversAtWork } from "../../lab/live/background.ts";
import { driversFor, type Whose } from "../../lab/live/drivers.ts";
import { paperPipeline } from "../../lab/paper-pipeline.ts";
import { anExperiment } from "../chaos/a-world.ts";

const driver = (role: BackgroundDriver["role"], pid: number, target?: string): BackgroundDriver => ({
  role,
  pid,
  run: `${role}-${pid}`,
  target: target ?? (role === "publisher" ? paperPipeline.documentsBucket : paperPipeline.deliveriesQueueUrl),
  path: "",
});

const publisher = driver("publisher", 1);
const subscriber = driver("subscriber", 2);
const second = driver("subscriber", 3);

const chosen = (whose: Whose, atWork: BackgroundDriver[], changes: Partial<Experiment> = {}) =>
  driversFor(whose, paperPipeline, anExperiment(changes), atWork);

describe("the drivers whose documents a live run judges", () => {
  it("are those in the background, if both are there", () => {
    expect(chosen(undefined, [publisher, subscriber])).to.deep.equal({ publisher, subscribers: [subscriber] });
    expect(chosen("drivers", [subscriber, second, publisher])).to.deep.equal({
      publisher,
      subscribers: [subscriber, second],
    });
  });

  it("are the run's own where nobody is at work at this pipeline", () => {
    expect(chosen(undefined, [])).to.equal(undefined);
    expect(chosen("own", [])).to.equal(undefined);
    expect(chosen(undefined, [driver("publisher", 1, "another"), driver("subscriber", 2, "another")])).to.equal(
      undefined,
    );
  });

  const shaped = (load: object) => ({ load: { ...anExperiment().load, ...load } });
  const refusals: [what: string, code: string, next: string, choose: () => unknown][] = [
    ["a subscriber in the way", "LAB_DRIVERS_AT_WORK", "kill 2 3", () => chosen("own", [subscriber, second])],
    ["a lonely publisher", "LAB_DRIVERS_AT_WORK", "npm run subscriber &", () => chosen(undefined, [publisher])],
    ["a lonely subscriber", "LAB_DRIVERS_AT_WORK", "npm run publisher &", () => chosen(undefined, [subscriber])],
    ["drivers that are not there", "LAB_NO_DRIVERS", "npm run publisher &", () => chosen("drivers", [])],
    ["half of those asked for", "LAB_NO_DRIVERS", "npm run subscriber &", () => chosen("drivers", [publisher])],
    [
      "two publishers",
      "LAB_TWO_PUBLISHERS",
      "kill 4",
      () => chosen(undefined, [publisher, driver("publisher", 4), subscriber]),
    ],
    ...[{ bursts: [] }, { surge: {} }, { payload: "bulky" }, { subscriber: {} }].map(
      (load): [string, string, string, () => unknown] => [
        `a load that is shaped by ${Object.keys(load)}`,
        "LAB_NEEDS_OWN_LOAD",
        "kill 1 2",
        () => chosen(undefined, [publisher, subscriber], shaped(load)),
      ],
    ),
  ];
  for (const [what, code, next, choose] of refusals) {
    it(`are not ${what}: it says what to do`, () => {
      expect(choose).to.throw().that.includes({ code });
      expect(choose).to.throw().with.property("next").that.includes(next);
    });
  }
});

describe("drivers at work", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "chaoslab-drivers-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const GONE = 2 ** 22 + 1;
  const journal = (name: string, ...lines: object[]) =>
    writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const program = (run: string, pid: number) => ({ kind: "program", role: "subscriber", run, at: 0, target: "q", pid });
  const runs = () => driversAtWork(folder).map(({ run, pid }) => `${run} ${pid}`);

  it("are those whose journal has no end and whose process lives", () => {
    journal("a.subscriber.ndjson", program("a", process.pid), { kind: "unreadable", at: 1, messageId: "m" });
    journal("ended.subscriber.ndjson", program("ended", process.pid), { kind: "ended", at: 1 });
    journal("killed.subscriber.ndjson", program("killed", GONE));
    expect(runs()).to.deep.equal([`a ${process.pid}`]);
  });

  it("may go on under a name that was used before", () => {
    journal("a.subscriber.ndjson", program("a", GONE), { kind: "ended", at: 1 }, program("a", process.pid));
    expect(runs()).to.deep.equal([`a ${process.pid}`]);
  });

  it("are nobody where no driver has ever been", () => {
    expect(driversAtWork(join(folder, "nowhere"))).to.deep.equal([]);
  });
});
