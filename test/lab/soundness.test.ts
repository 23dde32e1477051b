import { expect } from "chai";
import type { Action } from "../../chaos/experiment.ts";
import { action, atMost, deployments, documents, iam, metrics, probe } from "../../chaos/vocabulary.ts";
import { load, names } from "../../lab/catalogue.ts";
import { paperPipeline } from "../../lab/paper-pipeline.ts";
import { complaintsAbout } from "../../lab/soundness.ts";

const HYPOTHESIS = {
  title: "None is lost",
  probes: [probe("none is lost", documents.lost(), atMost(0))],
  collateral: { budget: 0.001 },
  freshness: { percentile: 99, within: 120_000 },
  recovery: { within: 60_000 },
  permits: ["collateral", "poison accepted"],
  exactlyOnce: true,
};

const LOAD = {
  documents: 100,
  perSecond: 20,
  malformed: 0.01,
  bursts: [{ after: 0, for: 1000, malformed: 1 }],
  surge: { perSecond: 100, after: 1000, ramp: 1000, for: 5000 },
  payload: "bulky",
  bytes: 1000,
  subscriber: { perSecond: 2, work: 10 },
};

const METRIC = { namespace: "AWS/Lambda", name: "Errors", dimensions: {}, statistic: "Sum" };
const BITE = { kind: "metric", metric: metrics.ofFunction("Errors", "transform"), atLeast: 1 } as const;
const DENY = action("deny", iam.deny("role", { actions: ["s3:*"], resources: ["*"] }, BITE));
const MUTE: Action = { ...DENY, provider: { name: "iam.deny", arguments: {}, lease: DENY.provider.lease! } };
const PREPARE = action("prepare", deployments.configure("transform", "Timeout", 1));

const WHOLE = {
  title: "T",
  description: "D",
  tags: ["x"],
  needs: "local",
  load: LOAD,
  steadyStateHypothesis: HYPOTHESIS,
  method: [PREPARE, DENY],
  rollbacks: [],
  expects: [
    { metric: METRIC, moves: "up" },
    { metric: METRIC, moves: atMost(3) },
  ],
};

/** A part that replaces the right one, and what is said of it. */
const UNSOUND: readonly (readonly [part: object, ...complaints: string[]])[] = [
  [{ title: " " }, `title is " ", expected a text`],
  [{ titel: "T" }, "titel is not known here, did you mean title"],
  [{ tags: "x" }, `tags is "x", expected a list`],
  [{ tags: ["x", 1] }, "tags[1] is 1, expected a text"],
  [{ needs: "money" }, `needs is "money", expected one of "local", "process runtime", "signatures"`],
  [{ method: undefined }, "method is missing, expected a list"],
  [{ method: [() => {}] }, "method[0] is a function, expected what action(...) makes"],
  [
    { method: [MUTE] },
    "method[0] is iam.deny(...) without bites, expected the metric that shows that it bit, and how much of it",
  ],
  [
    { method: [PREPARE], load: { ...LOAD, bursts: undefined } },
    "method only prepares, expected an action that is felt, or bites of the experiment",
  ],
  [
    { load: { ...LOAD, publisher: { clockOffset: 1000 } } },
    `needs is "local", expected "signatures" beside load.publisher.clockOffset`,
  ],
  [{ rollbacks: [{ type: "action" }] }, `rollbacks[0] is {"type":"action"}, expected what action(...) makes`],
  [{ load: { ...LOAD, documents: 1.5 } }, "load.documents is 1.5, expected a whole number from 1 to 1000000"],
  [{ load: { ...LOAD, documents: 0 } }, "load.documents is 0, expected a whole number from 1 to 1000000"],
  [{ load: { ...LOAD, perSecond: Number.NaN } }, "load.perSecond is NaN, expected a number from 0.001 to 1000"],
  [{ load: { ...LOAD, malformed: 1.1 } }, "load.malformed is 1.1, expected a number from 0 to 1"],
  [{ load: { ...LOAD, burst: [] } }, "load.burst is not known here, did you mean bursts"],
  [
    { load: { ...LOAD, bursts: [{ after: 1, for: 2 }] } },
    "load.bursts[0].malformed is missing, expected a number from 0 to 1",
  ],
  [{ load: { ...LOAD, surge: 5 } }, "load.surge is 5, expected an object with perSecond, after, ramp and so on"],
  [{ load: { ...LOAD, payload: "huge" } }, `load.payload is "huge", expected one of "plain", "subtle", "bulky"`],
  [
    { steadyStateHypothesis: { ...HYPOTHESIS, collateral: { budget: 5 }, freshness: { percentile: 99 } } },
    "steadyStateHypothesis.collateral.budget is 5, expected a number from 0 to 1",
    "steadyStateHypothesis.freshness.within is missing, expected a number from 1 to 86400000",
  ],
  [
    { steadyStateHypothesis: { ...HYPOTHESIS, permits: ["everything"] } },
    `steadyStateHypothesis.permits[0] is "everything", expected one of "lost", "collateral", "corrupt", "poison accepted"`,
  ],
  [
    { steadyStateHypothesis: { ...HYPOTHESIS, probes: [{ type: "probe", name: "n", provider: {}, tolerance: {} }] } },
    `steadyStateHypothesis.probes[0] is {"type":"probe","name":"n","provider":{},"tolerance":{}}, expected what probe(...) makes`,
  ],
  [{ expects: [{ metric: METRIC, moves: "down" }] }, `expects[0].moves is "down", expected one of "up", "flat"`],
];

describe("the form of an experiment", () => {
  it("has room for everything that an experiment may say", () => {
    expect(complaintsAbout(WHOLE)).to.deep.equal([]);
  });

  it("is that of every experiment in the catalogue", async () => {
    for (const name of names())
      expect(complaintsAbout((await load(name)).write(paperPipeline)), name).to.deep.equal([]);
  });

  for (const [part, ...complaints] of UNSOUND)
    it(`does not fit when ${complaints.join(" and ")}`, () => {
      expect(complaintsAbout({ ...WHOLE, ...part })).to.deep.equal(complaints);
    });

  it("is an object and nothing else", () => {
    for (const [found, shown] of [
      [undefined, "missing"],
      [null, "null"],
      ["text", `"text"`],
      [[], "[]"],
      [Promise.resolve({}), "a promise"],
    ] as const)
      expect(complaintsAbout(found)).to.deep.equal([
        `what its function returns is ${shown}, expected an object with title, description, tags and so on`,
      ]);
  });
});
