import { expect } from "chai";
import { action, documents, equals, experiment, lambda, minutes, probe, seconds } from "../../chaos/vocabulary.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { load, names } from "../../lab/catalogue.ts";
import { chaosToolkit, configurable } from "../../lab/report/chaostoolkit.ts";

describe("an experiment for Chaos Toolkit", () => {
  const written = experiment<EtlPipeline>((etl) => ({
    ...{ title: "Few at a time", description: "\n    One.\n    Two.", tags: ["lambda"] },
    load: { documents: 300, perSecond: 20, malformed: 0 },
    steadyStateHypothesis: {
      title: "None is lost",
      freshness: { percentile: 99, within: minutes(2) },
      probes: [probe("none is lost", documents.lost(), equals(0))],
    },
    method: [
      action("two at a time", lambda.limitConcurrency(etl.transformFunction, 2), { after: seconds(90) }),
      action("throw", lambda.inject(etl.transformFaults, { exception: { probability: 0.5 } })),
      action("one at a time", lambda.limitConcurrency("another", 1), { before: seconds(1) }),
    ],
    rollbacks: [action("heal", lambda.heal(etl.transformFaults))],
  }));
  const exported = chaosToolkit(written(configurable));

  it("calls the AWS extension where that can do the same", () => {
    expect(exported.method[0]).to.deep.equal({
      type: "action",
      name: "two at a time",
      provider: {
        type: "python",
        module: "chaosaws.awslambda.actions",
        func: "put_function_concurrency",
        arguments: { function_name: `\${transformFunction}`, concurrent_executions: 2 },
      },
      pauses: { before: 0, after: 90 },
    });
    expect(exported.configuration).to.deep.equal({
      transformFaults: { type: "env", key: "TRANSFORM_FAULTS" },
      transformFunction: { type: "env", key: "TRANSFORM_FUNCTION" },
    });
  });

  it("gives back the last change first, and then rolls back as the experiment says", () => {
    const names = ["undo: one at a time", "undo: two at a time", "heal"];
    expect(exported.rollbacks.map(({ name }) => name)).to.deep.equal(names);
    expect(exported.rollbacks[0]!.provider).to.deep.include({
      func: "delete_function_concurrency",
      arguments: { function_name: "another" },
    });
  });

  it("refuses to run what it cannot do, and names it", () => {
    const args = ["lambda.inject", `{"parameter":"\${transformFaults}","faults":{"exception":{"probability":0.5}}}`];
    expect(exported.method[1]!.provider).to.deep.equal({ type: "process", path: "chaoslab-unmapped", arguments: args });
    const named = exported["x-chaoslab-unmapped"].map(({ where, name }) => `${where}: ${name.split(" ")[0]}`);
    expect(named).to.deep.equal([
      `load: {"documents":300,"perSecond":20,"malformed":0}`,
      "steady-state-hypothesis: freshness",
      "steady-state-hypothesis: documents.lost",
      "method: lambda.limitConcurrency",
      "method: lambda.inject",
      "method: lambda.limitConcurrency",
      "rollbacks: lambda.heal",
    ]);
  });

  it("keeps the claim, in words on one line", () => {
    expect(exported).to.deep.include({ title: "Few at a time", description: "One. Two.", tags: ["lambda"] });
    expect(exported["steady-state-hypothesis"].probes[0]!.tolerance).to.equal(0);
  });

  for (const name of names()) {
    it(`names every output of ${name} in its configuration`, async () => {
      const text = JSON.stringify(chaosToolkit((await load(name)).write(configurable)));
      const { configuration } = JSON.parse(text);
      for (const [, output] of text.matchAll(/\$\{(\w+)\}/g)) expect(configuration).to.have.property(output!);
      expect(text).not.to.include("undefined");
    });
  }
});
