import { expect } from "chai";
import { type Invocation, Session } from "../../cloud/lambda/runtime/process/session.ts";
import type { Outcome } from "../../cloud/lambda/runtime/runtime.ts";
import { type AHost, aHost, ID } from "./a-host.ts";

const anInvocation = (requestId = "r1"): Invocation => ({
  event: "{}",
  requestId,
  invokedFunctionArn: "arn",
  deadline: 0,
  traceId: "trace",
});
const anAnswer = (payload: string): Outcome => ({ kind: "success", payload });
const refused = (from: string, to: string) => ({
  status: 403,
  errorType: "InvalidStateTransition",
  errorMessage: `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`,
});

describe("a session at the Runtime API", () => {
  it("hands an event to a process that waits for it, and is idle again when it asks for the next", async () => {
    const session = new Session();
    const ready = session.idle();
    const given = session.next(1);
    expect(await ready).to.equal(1);
    session.run(anInvocation());
    expect(await given).to.deep.equal(anInvocation());
    const over = session.idle();
    expect(session.end("r1", anAnswer("7"))).to.equal(undefined);
    void session.next(2);
    expect(await over).to.equal(2);
    expect(session.answer).to.deep.equal(anAnswer("7"));
  });

  it("takes one answer, to the event that is running", () => {
    const session = new Session();
    void session.next(1);
    expect(session.end("r1", anAnswer("1"))).to.deep.equal(refused("Ready", "InvocationResponse"));
    session.run(anInvocation());
    expect(session.end("r2", anAnswer("1"))).to.deep.include({ status: 400, errorType: "InvalidRequestID" });
    expect(session.end("r1", anAnswer("1"))).to.equal(undefined);
    expect(session.end("r1", anAnswer("2"))).to.deep.equal(refused("Answered", "InvocationResponse"));
    expect(session.answer).to.deep.equal(anAnswer("1"));
  });

  it("gives no second event to a process that has one, and hears of a failed init only before the first", () => {
    const session = new Session();
    void session.next(1);
    expect(session.next(1)).to.deep.equal(refused("Ready", "Ready"));
    session.run(anInvocation());
    expect(session.next(1)).to.deep.equal(refused("Running", "Ready"));
    const failure = { kind: "error" as const, payload: "{}", errorType: "Error", errorMessage: "" };
    expect(session.failInit(failure)).to.deep.equal(refused("Running", "InitError"));
    const other = new Session();
    expect(other.failInit(failure)).to.equal(undefined);
    expect(other.answer).to.deep.equal(failure);
    expect(other.next(1)).to.deep.equal(refused("Failed", "Ready"));
  });
});

/** A handler that calls the Runtime API by itself: `call` answers with status and body. */
const calling = (body: string) => ({
  "index.js": `
    const call = async (method, path, body, api = process.env.AWS_LAMBDA_RUNTIME_API) => {
      const answer = await fetch("http://" + api + "/2018-06-01/runtime/" + path, { method, body });
      return { status: answer.status, body: await answer.text() };
    };
    exports.handler = async (event, context) => { ${body} };`,
});

describe("the Runtime API, to a handler that calls it directly", () => {
  let host: AHost;
  before(() => {
    host = aHost();
  });
  after(() => host.stop());

  it("takes the answer it posts, and only that", async () => {
    const name = await host.deploy(
      calling(`const { status } = await call("POST", "invocation/" + context.awsRequestId + "/response", '{"own":true}');
               return { status };`),
    );
    expect((await host.invoke(name)).payload).to.deep.equal({ own: true });
    expect((await host.invoke(name)).payload).to.deep.equal({ own: true });
  });

  it("takes an error as it was posted", async () => {
    const error = { errorType: "Own", errorMessage: "made by hand", more: 1 };
    const name = await host.deploy(
      calling(
        `await call("POST", "invocation/" + context.awsRequestId + "/error", ${JSON.stringify(JSON.stringify(error))});`,
      ),
    );
    const answer = await host.invoke(name);
    expect(answer.error).to.equal("Unhandled");
    expect(answer.payload).to.deep.equal(error);
  });

  it("keeps an answer that is no JSON as text", async () => {
    const name = await host.deploy(
      calling(`await call("POST", "invocation/" + context.awsRequestId + "/response", "plain <text>");`),
    );
    expect((await host.invoke(name)).payload).to.equal("plain <text>");
  });

  it("gives it nothing that is not its own", async () => {
    const name = await host.deploy(
      calling(`const [host] = process.env.AWS_LAMBDA_RUNTIME_API.split("/");
        const foreign = host + "/" + "0".repeat(32);
        return { next: await call("GET", "invocation/next"),
          other: await call("POST", "invocation/other/response", "1"),
          late: await call("POST", "init/error", "{}"),
          foreign: (await call("GET", "invocation/next", undefined, foreign)).status,
          absent: (await call("GET", "invocation/" + context.awsRequestId + "/response")).status,
          unknown: (await call("PUT", "extension/register", "{}")).status };`),
    );
    const { payload } = await host.invoke(name);
    expect(payload.next.status).to.equal(403);
    expect(JSON.parse(payload.next.body).errorType).to.equal("InvalidStateTransition");
    expect(payload.other).to.deep.equal({
      status: 400,
      body: '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}',
    });
    expect(payload.late.status).to.equal(403);
    expect([payload.foreign, payload.absent, payload.unknown]).to.deep.equal([404, 404, 404]);
  });

  it("passes each event's headers on", async () => {
    const name = await host.deploy(`return [context.awsRequestId, process.env._X_AMZN_TRACE_ID];`);
    const [first, second] = [await host.invoke(name), await host.invoke(name, {}, "other-id")];
    expect([first.payload[0], second.payload[0]]).to.deep.equal([ID, "other-id"]);
    expect(first.payload[1]).to.not.equal(second.payload[1]);
  });
});
