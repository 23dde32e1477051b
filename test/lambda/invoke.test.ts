import { expect } from "chai";
import { type ALambda, aCall, aDeployment, errorOf, FUNCTION_ARN, type LambdaSetting } from "./a-lambda.ts";

const FunctionName = "transform";
const call = aCall({ requestId: "11111111-1111-4111-8111-111111111111" });

interface Answer {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly ExecutedVersion?: string;
  readonly LogResult?: string;
  readonly Payload?: Uint8Array;
}

const invoke = (lambda: ALambda, input: object = {}): Promise<Answer> =>
  lambda.clock.run(lambda.do<Promise<Answer>>("Invoke", { FunctionName, ...input }, call));
const payloadOf = ({ Payload }: Answer) => JSON.parse(Buffer.from(Payload!).toString());
const deployed = (handler: LambdaSetting["handler"], input: object = {}) =>
  aDeployment(handler ? { handler } : {}, input);

describe("a synchronous invocation", () => {
  it("answers with what the function returned, and says which version it was", async () => {
    const lambda = await deployed((event) => ({ echo: event }));
    const answer = await invoke(lambda, { Qualifier: "live", Payload: Buffer.from('{"a":1}') });
    expect({ ...answer, Payload: payloadOf(answer) }).to.deep.equal({
      StatusCode: 200,
      ExecutedVersion: "1",
      Payload: { echo: { a: 1 } },
    });
  });

  it("answers null for nothing, and hands an empty payload on as an empty object", async () => {
    const seen: unknown[] = [];
    const lambda = await deployed((event) => void seen.push(event));
    const answer = await invoke(lambda);
    expect([answer.ExecutedVersion, payloadOf(answer), seen]).to.deep.equal(["$LATEST", null, [{}]]);
  });

  it("answers 200 with the error when the function fails, and tries no more", async () => {
    const lambda = await deployed(() => {
      throw new TypeError("no such thing");
    });
    const answer = await invoke(lambda);
    expect([answer.StatusCode, answer.FunctionError]).to.deep.equal([200, "Unhandled"]);
    expect(payloadOf(answer)).to.deep.include({ errorType: "TypeError", errorMessage: "no such thing" });
    expect(lambda.of("InvocationStarted")).to.have.length(1);
    expect(lambda.deposits).to.deep.equal([]);
  });

  it("is cut off at the function's timeout, and the environment with it", async () => {
    const lambda = await deployed((_event, _context, { sleep }) => sleep(10_000), { Timeout: 1 });
    const answer = await invoke(lambda);
    expect(payloadOf(answer)).to.deep.equal({
      errorType: "Sandbox.Timedout",
      errorMessage: `RequestId: ${call.requestId} Error: Task timed out after 1.00 seconds`,
    });
    expect(lambda.of("InvocationEnded")[0]).to.deep.include({ outcome: "timeout", duration: 1000 });
    expect(lambda.environments[0]!.history.at(-1)).to.equal("stop");
    await invoke(lambda);
    expect(lambda.environments).to.have.length(2);
  });

  it("that finds no room is told so", async () => {
    const lambda = await deployed(undefined);
    lambda.do("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 0 });
    const error = await errorOf(() => invoke(lambda));
    expect([error.code, error.status, error.message]).to.deep.equal([
      "TooManyRequestsException",
      429,
      "Rate Exceeded.",
    ]);
    expect(error.extra).to.deep.equal({ Type: "User", Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" });
    expect(lambda.kinds()).not.to.include("InvocationStarted");
    expect(lambda.kinds().at(-1)).to.equal("InvocationThrottled");
  });

  it("can bring the end of its log along", async () => {
    const lambda = await deployed((_event, _context, { write }) => {
      write("x".repeat(5000), "INFO");
      return 1;
    });
    const answer = await invoke(lambda, { LogType: "Tail" });
    const tail = Buffer.from(answer.LogResult!, "base64").toString();
    expect(tail).to.have.length(4096);
    expect(tail).to.match(/x\nEND RequestId: 11111111-1111-4111-8111-111111111111\nREPORT .*\t\n$/);
  });

  it("cannot carry more than 6 MB away", async () => {
    const lambda = await deployed(() => "x".repeat(6_291_556));
    const answer = await invoke(lambda);
    expect(answer.FunctionError).to.equal("Unhandled");
    expect(payloadOf(answer)).to.deep.equal({
      errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
      errorType: "Function.ResponseSizeTooLarge",
    });
  });

  it("goes to another environment while the first is busy, and comes back to the one used last", async () => {
    const lambda = await deployed((_event, { requestId }, { sleep }) => sleep(requestId.startsWith("a") ? 100 : 200));
    const one = (requestId: string) => lambda.do<Promise<unknown>>("Invoke", { FunctionName }, aCall({ requestId }));
    await lambda.clock.run(Promise.all([one("a1"), one("b1")]));
    await lambda.clock.run(one("c1"));
    const started = lambda.of("InvocationStarted").map(({ environment, cold }) => [environment, cold] as const);
    expect(started.map(([, cold]) => cold)).to.deep.equal([true, true, false]);
    expect(started[0]![0]).not.to.equal(started[1]![0]);
    const { environment: last } = lambda.of("InvocationEnded")[1]!;
    expect(started[2]![0]).to.equal(last);
  });
});

describe("the other kinds of invocation", () => {
  it("Event answers 202 and no version, and keeps the request's id", async () => {
    const lambda = await deployed(undefined);
    const answer = await lambda.do("Invoke", { FunctionName, InvocationType: "Event" }, call);
    expect(answer).to.deep.equal({ StatusCode: 202 });
    expect(lambda.of("EventAccepted")[0]).to.deep.include({ requestId: call.requestId, resource: "transform" });
  });

  it("DryRun answers 204 and runs nothing", async () => {
    const lambda = await deployed(undefined);
    const answer = await lambda.do("Invoke", { FunctionName, InvocationType: "DryRun" });
    expect(answer).to.deep.equal({ StatusCode: 204 });
    expect(lambda.kinds()).not.to.include("InvocationStarted");
  });

  const refusals: [string, object, string, number, RegExp][] = [
    [
      "no function",
      { FunctionName: "none" },
      "ResourceNotFoundException",
      404,
      /^Function not found: arn:aws:lambda:us-east-1:111111111111:function:none:\$LATEST$/,
    ],
    [
      "no alias",
      { Qualifier: "none" },
      "ResourceNotFoundException",
      404,
      new RegExp(`^Function not found: ${FUNCTION_ARN}:none$`),
    ],
    [
      "a payload that is no JSON",
      { Payload: Buffer.from("{") },
      "InvalidRequestContentException",
      400,
      /^Could not parse request body into json: Could not parse payload into json: /,
    ],
    [
      "too long a payload",
      { Payload: Buffer.alloc(6_291_457, "1") },
      "RequestEntityTooLargeException",
      413,
      /^6291457 byte payload is too large for the RequestResponse invocation type \(limit 6291456 bytes\)$/,
    ],
    [
      "too long an event",
      { InvocationType: "Event", Payload: Buffer.alloc(1_048_577, "1") },
      "RequestEntityTooLargeException",
      413,
      /^1048577 byte payload is too large for the Event invocation type \(limit 1048576 bytes\)$/,
    ],
    [
      "a kind that does not exist",
      { InvocationType: "Soon" },
      "ValidationException",
      400,
      /Value 'Soon' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set/,
    ],
  ];
  for (const [what, input, code, status, message] of refusals) {
    it(`refuse ${what}`, async () => {
      const lambda = await deployed(undefined);
      const error = await errorOf(() => lambda.do("Invoke", { FunctionName, ...input }));
      expect([error.code, error.status]).to.deep.equal([code, status]);
      expect(error.message).to.match(message);
    });
  }
});

describe("an invocation's log", () => {
  it("is written in Lambda's lines to the function's group, a stream an environment", async () => {
    const lambda = await deployed(async (_event, _context, { write, sleep }) => {
      write("hello log", "INFO");
      write('{"bare":true}');
      await sleep(12.5);
    });
    await invoke(lambda, { Qualifier: "live" });
    const { group, stream, events } = lambda.logs[0]!;
    const { environment, initDuration } = lambda.of("InvocationStarted")[0]!;
    expect([group, stream]).to.deep.equal(["/aws/lambda/transform", `2026/01/01/[1]${environment}`]);
    const [start, line, bare, end, report] = events.map(({ message }) => message);
    expect(start).to.equal(`START RequestId: ${call.requestId} Version: 1\n`);
    expect(line).to.match(new RegExp(`^2026-01-01T00:00:00\\.\\d{3}Z\t${call.requestId}\tINFO\thello log\n$`));
    expect(bare).to.equal('{"bare":true}\n');
    expect(end).to.equal(`END RequestId: ${call.requestId}\n`);
    expect(report).to.equal(
      `REPORT RequestId: ${call.requestId}\tDuration: 12.50 ms\tBilled Duration: ${Math.ceil(12.5 + initDuration!)} ms\t` +
        `Memory Size: 128 MB\tMax Memory Used: 90 MB\tInit Duration: ${initDuration!.toFixed(2)} ms\t\n`,
    );
  });

  it("tells of a timeout", async () => {
    const lambda = await deployed((_event, _context, { sleep }) => sleep(10_000), { Timeout: 3 });
    await invoke(lambda);
    const messages = lambda.logs[0]!.events.map(({ message }) => message);
    expect(messages[1]).to.match(/^2026-01-01T00:00:03\.\d{3}Z \S+ Task timed out after 3\.00 seconds\n\n$/);
    expect(messages.at(-1)).to.match(/Duration: 3000\.00 ms\t.*\tStatus: timeout\t\n$/);
  });

  it("tells the feed of the faults a function inflicts on itself", async () => {
    const lambda = await deployed((_event, _context, { write }) =>
      write('{"chaos":"strike","fault":"latency","milliseconds":3521}'),
    );
    await invoke(lambda);
    const [struck] = lambda.of("FaultStruck");
    const { startedAt } = lambda.of("InvocationEnded")[0]!;
    expect(struck).to.deep.include({ function: "transform", fault: "latency", attempt: 1, startedAt });
  });
});
