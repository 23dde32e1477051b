/**
 * One event in a handler's hands, until it has answered in one of the ways Lambda knows: a promise, the callback, or one
 * of the context's old functions. Only the first answer counts.
 */
import { nodeJsExit } from "./errors.mjs";

export class Run {
  #handler;
  #headers;
  #settle;
  #isSettled = false;
  /** Set when the callback was called, and the event loop has still to run empty. */
  #waiting;

  constructor(handler, headers) {
    this.#handler = handler;
    this.#headers = headers;
  }

  get id() {
    return this.#headers["lambda-runtime-aws-request-id"];
  }

  /** Resolves when it is known what to answer; `{ kind, id, body }` or `{ kind, id, error }`. */
  outcome(event) {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#start(event);
    });
  }

  /** The event loop has nothing left to do. */
  exhausted() {
    if (this.#waiting) this.#succeed(this.#waiting.result);
    else if (this.#handler.constructor?.name === "AsyncFunction") this.#fail(nodeJsExit());
    else this.#succeed(null);
  }

  #start(event) {
    const context = this.#context();
    try {
      const result = this.#handler(JSON.parse(event), context, (error, value) => this.#called(context, error, value));
      if (typeof result?.then === "function") result.then(context.succeed, context.fail).catch(context.fail);
    } catch (error) {
      this.#fail(error);
    }
  }

  #called(context, error, result) {
    if (this.#isSettled || this.#waiting) return;
    if (error !== undefined && error !== null) this.#fail(error);
    else if (context.callbackWaitsForEmptyEventLoop) this.#waiting = { result };
    else this.#succeed(result);
  }

  #succeed(result) {
    let body;
    try {
      body = JSON.stringify(result) ?? "null";
    } catch {
      this.#fail(new Error("Unable to stringify response body"));
      return;
    }
    this.#finish({ kind: "response", id: this.id, body });
  }

  #fail(error) {
    this.#finish({ kind: "error", id: this.id, error });
  }

  #finish(outcome) {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#settle(outcome);
  }

  #clientContext() {
    const text = this.#headers["lambda-runtime-client-context"];
    return text === undefined ? undefined : JSON.parse(text);
  }

  #context() {
    const { env } = process;
    const deadline = Number(this.#headers["lambda-runtime-deadline-ms"]);
    const fail = (error) => this.#fail(error ?? "handled");
    return {
      callbackWaitsForEmptyEventLoop: true,
      succeed: (result) => this.#succeed(result),
      fail,
      done: (error, result) => (error === undefined || error === null ? this.#succeed(result) : fail(error)),
      functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
      functionName: env.AWS_LAMBDA_FUNCTION_NAME,
      memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
      clientContext: this.#clientContext(),
      identity: undefined,
      invokedFunctionArn: this.#headers["lambda-runtime-invoked-function-arn"],
      awsRequestId: this.id,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
  }
}
