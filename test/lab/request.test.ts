import { expect } from "chai";
import { nearest } from "../../lab/nearest.ts";
import { commandOf, requestOf, testsOf, wishesOf } from "../../lab/request.ts";
import { runId } from "../../lab/simulated-run.ts";

const entry = { reference: "slow-transform" };
const aRequest = (raw: Parameters<typeof wishesOf>[0] = {}) => requestOf(entry, wishesOf(raw));

describe("a request", () => {
  it("has defaults for the seed alone", () => {
    expect(aRequest()).to.deep.equal({ experiment: "slow-transform", seed: 1, set: [] });
  });

  it("reads numbers however they are written", () => {
    expect(aRequest({ seed: "7", documents: "1e3", rate: "0.5" })).to.deep.include({
      seed: 7,
      documents: 1000,
      rate: 0.5,
    });
  });

  it("is the same whatever the order of its settings, of which the later counts", () => {
    const one = aRequest({ set: ["timeoutSeconds=5", "retries=1", "timeoutSeconds = 120"] });
    expect(one).to.deep.equal(aRequest({ set: ["retries=1", "timeoutSeconds=120"] }));
    expect(runId("slow-transform", one)).to.equal(runId("slow-transform", aRequest({ set: [...one.set].reverse() })));
  });

  it("gives another id to all that makes another run", () => {
    const requests = [
      ...[
        {},
        { documents: 5 },
        { rate: 5 },
        { set: ["retries=1"] },
        { seed: 2 },
        { gate: "quick" },
        { stopRule: "on" },
      ].map(aRequest),
      { ...aRequest(), content: "a" },
      { ...aRequest(), content: "b" },
    ];
    const ids = requests.map((request) => runId("slow-transform", request));
    expect(new Set(ids).size).to.equal(requests.length);
    for (const id of ids) expect(id).to.match(/^slow-transform-[12]-[0-9a-f]{8}$/);
  });

  it("is one command that a shell reads as it was meant", () => {
    const request = { ...aRequest({ documents: 5, set: ["suffix=a"] }), experiment: "/a b/it's.ts" };
    expect(commandOf(request)).to.equal(`npx chaoslab run '/a b/it'\\''s.ts' --seed 1 --documents 5 --set suffix=a`);
    expect(commandOf(aRequest({ gate: "quick", stopRule: "off" }))).to.equal(
      "npx chaoslab run slow-transform --seed 1 --gate quick --stop-rule off",
    );
  });

  it("knows the words for what may end a run early, whoever says them", () => {
    const refused = (raw: Parameters<typeof wishesOf>[0]) => expect(() => wishesOf(raw)).to.throw();
    refused({ gate: "slow" }).with.property("message", "--gate is slow; it is quick.");
    refused({ stopRule: "" }).with.property("message", "--stop-rule is empty; it is on or off.");
  });

  it("has the stop rule on where somebody else's cloud is disturbed, unless it says otherwise", () => {
    const on = (target: "sim" | "local" | "aws", stopRule?: string) => testsOf(aRequest({ stopRule }), target).stopRule;
    expect([on("sim"), on("local"), on("aws")]).to.deep.equal([false, true, true]);
    expect([on("sim", "on"), on("local", "off"), on("aws", "off")]).to.deep.equal([true, false, false]);
  });
});

describe("the nearest names", () => {
  const names = ["steady-state", "slow-transform", "poison-burst", "set", "seed"];
  for (const [word, near] of [
    ["slow-trnasform", ["slow-transform"]],
    ["STEADY-STATE", ["steady-state"]],
    ["sed", ["set", "seed"]],
    ["output", []],
    ["", []],
  ] as const)
    it(`of "${word}" are ${near.join(", ") || "none"}`, () => {
      expect(nearest(word, names)).to.deep.equal(near);
    });
});
