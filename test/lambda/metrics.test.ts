import { expect } from "chai";
import type { Recorded } from "../../cloud/kernel/feed.ts";
import type { Datum } from "../../cloud/kernel/metric.ts";
import type { LambdaFact } from "../../cloud/lambda/facts.ts";
import { metricsOf } from "../../cloud/lambda/metrics.ts";
import { aDeployment, QUEUE_ARN, send, settled } from "./a-lambda.ts";

const run = {
  function: "transform",
  resource: "transform:live",
  requestId: "r",
  version: "1",
  attempt: 1,
  environment: "e",
} as const;

const shown = ({ name, value, unit, at }: Datum) => `${name} ${value} ${unit} @${at}`;
const byName = (data: Datum[]) => [...new Set(data.map(shown))];
const metrics = (fact: LambdaFact, at = 9000) => metricsOf({ ...fact, at } as Recorded<LambdaFact>);
const whose = { function: "transform", resource: "transform:live", requestId: "r" };

describe("Lambda's metrics", () => {
  it("of a run carry the time it began", () => {
    const ended = { kind: "InvocationEnded", ...run, outcome: "error", startedAt: 5000, duration: 1234.5678 } as const;
    expect(byName(metrics(ended))).to.deep.equal([
      "Invocations 1 Count @5000",
      "Errors 1 Count @5000",
      "Duration 1234.57 Milliseconds @5000",
    ]);
  });

  it("say Errors 0 of a run that succeeded", () => {
    const ended = { kind: "InvocationEnded", ...run, outcome: "success", startedAt: 5000, duration: 1 } as const;
    expect(byName(metrics(ended))).to.include("Errors 0 Count @5000");
  });

  it("come in every set of dimensions, and for an alias by version too", () => {
    const ended = { kind: "InvocationEnded", ...run, outcome: "success", startedAt: 0, duration: 1 } as const;
    const dimensions = metrics(ended).filter(({ name }) => name === "Errors");
    expect(dimensions.map(({ dimensions }) => dimensions)).to.deep.equal([
      {},
      { FunctionName: "transform" },
      { FunctionName: "transform", Resource: "transform:live" },
      { FunctionName: "transform", Resource: "transform:live", ExecutedVersion: "1" },
    ]);
    for (const [resource, version] of [
      ["transform", "$LATEST"],
      ["transform:1", "1"],
    ] as const) {
      expect(metrics({ ...ended, resource, version }).filter(({ name }) => name === "Errors")).to.have.length(3);
    }
  });

  const counts: [LambdaFact, string][] = [
    [{ kind: "EventAccepted", ...whose }, "AsyncEventsReceived"],
    [{ kind: "InvocationThrottled", ...whose, reason: "x" }, "Throttles"],
    [{ kind: "EventExpired", ...whose, invocations: 0 }, "AsyncEventsDropped"],
    [{ kind: "EventDropped", ...whose, invocations: 3, condition: "RetriesExhausted" }, "AsyncEventsDropped"],
    [{ kind: "DeadLetterFailed", ...whose, target: QUEUE_ARN, condition: "RetriesExhausted" }, "DeadLetterErrors"],
    [{ kind: "RecordFailed", ...whose, target: QUEUE_ARN, condition: "Success" }, "DestinationDeliveryFailures"],
  ];
  for (const [fact, name] of counts) {
    it(`count ${fact.kind} as ${name}`, () => {
      expect(byName(metrics(fact))).to.deep.equal([`${name} 1 Count @9000`]);
    });
  }

  it("tell an event's age when its run begins, and none for a synchronous one", () => {
    const started = { kind: "InvocationStarted", ...run, cold: false } as const;
    expect(byName(metrics({ ...started, age: 250 }))).to.deep.equal(["AsyncEventAge 250 Milliseconds @9000"]);
    expect(metrics(started)).to.deep.equal([]);
  });

  it("know the highest concurrency since they were read last", async () => {
    const lambda = await aDeployment({ handler: (_event, _context, { sleep }) => sleep(1000) });
    for (let n = 0; n < 3; n++) send(lambda, { n });
    await settled(lambda);
    const gauges = lambda.service.gauges();
    expect(gauges.map(({ name, dimensions, value }) => [name, dimensions, value])).to.deep.equal([
      ["ConcurrentExecutions", { FunctionName: "transform" }, 3],
      ["ConcurrentExecutions", {}, 3],
      ["UnreservedConcurrentExecutions", {}, 3],
    ]);
    expect(lambda.service.gauges()).to.deep.equal([]);
  });
});
