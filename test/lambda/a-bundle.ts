/** Functions in this process: real zips, a real simulated runtime, and an S3 that the test plays. */
import type { S3Client } from "@aws-sdk/client-s3";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { VirtualClock } from "../../cloud/kernel/clock.ts";
import type { Gate } from "../../cloud/lambda/runtime/gate.ts";
import { SimulatedRuntime } from "../../cloud/lambda/runtime/simulated.ts";
import { type ALambda, aCall, aDeployment, aZip, LIVE_ARN } from "./a-lambda.ts";

/** A bundle whose `create` answers with this handler; `world` and the module's own `count` are in its scope. */
export const bundle = (handler: string, more = "") => ({
  "index.js": `let count = 0; ${more}
exports.create = (world) => ({ handler: async (event, context) => { count++; ${handler} } });`,
});

/** Requests that functions make, and when they are answered. */
export class FakeS3 {
  readonly sent: { readonly name: string; readonly at: number }[] = [];
  /** Milliseconds an answer takes. */
  latency = 10;
  /** What is answered instead. */
  failure: Error | undefined;

  clientsFor(clock: VirtualClock) {
    return (principal: { roleArn: string; sessionName: string }, gate: Gate) => {
      this.principals.push(principal);
      const send = async (command: { name: string }) => {
        gate.enter("s3.us-east-1.amazonaws.com");
        this.sent.push({ name: command.name, at: clock.now() });
        await clock.sleep(this.latency);
        if (this.failure) throw this.failure;
        return { name: command.name };
      };
      return { s3: { send } as unknown as S3Client, ssm: { send } as unknown as SSMClient };
    };
  }

  readonly principals: object[] = [];
}

export async function deployed(files: Record<string, string>, input: object = {}) {
  const s3 = new FakeS3();
  const lambda = await aDeployment(
    { runtime: (clock) => new SimulatedRuntime({ clock, clientsFor: s3.clientsFor(clock) }) },
    { Code: { ZipFile: aZip(files) }, Timeout: 3, ...input },
  );
  return { lambda, s3 };
}

interface Answer {
  readonly FunctionError?: string;
  readonly Payload: Uint8Array;
}

export async function invoke(lambda: ALambda, event: object = {}, requestId = "r1") {
  const input = { FunctionName: LIVE_ARN, Payload: Buffer.from(JSON.stringify(event)) };
  const answer = await lambda.clock.run(lambda.do<Promise<Answer>>("Invoke", input, aCall({ requestId })));
  return { error: answer.FunctionError, payload: JSON.parse(Buffer.from(answer.Payload).toString()) };
}

export const messages = (lambda: ALambda, run = 0) => lambda.logs[run]!.events.map(({ message }) => message);
