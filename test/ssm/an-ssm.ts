import { VirtualClock } from "../../cloud/kernel/clock.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import type { SsmFact } from "../../cloud/ssm/facts.ts";
import { ssmHouse } from "../../cloud/ssm/house.ts";
import { SsmService } from "../../cloud/ssm/service.ts";

/** Parameter Store with its clock and what it recorded. */
export function anSsm() {
  const clock = new VirtualClock();
  const feed = new Feed<SsmFact>(clock);
  const service = new SsmService({ clock, feed, place: { accountId: "111111111111", region: "us-east-1" } });
  const house = ssmHouse(service);
  const call: Caller = (operation, input) => {
    // As at the counter: what is needed is asked first, and refuses what no request may hold.
    house.needs(operation, input as never);
    return house.operations[operation]!(input, aCall());
  };
  const put = (Name: string, Value: string, more: object = {}) =>
    call("PutParameter", { Name, Value, Type: "String", ...more });
  return { clock, feed, house, call, put };
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of all shapes, and chai checks them.
export type Answer = any;

/** An operation, called directly. */
export type Caller = (operation: string, input: object) => Answer;

function aCall() {
  return {
    requestId: "request-1",
    callerArn: "arn:aws:iam::111111111111:user/ann",
    callerId: "AIDAEXAMPLE",
    sourceIp: "127.0.0.1",
    endpoint: "http://127.0.0.1:4566",
  };
}

/** `Code status: message` of what `work` throws. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AwsError) return `${error.code} ${error.status}: ${error.message}`;
    throw error;
  }
  return "nothing was refused";
}
