import { VirtualClock } from "../../cloud/kernel/clock.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import type { Datum } from "../../cloud/kernel/metric.ts";
import type { LogsFact } from "../../cloud/logs/facts.ts";
import { logsHouse } from "../../cloud/logs/house.ts";
import type { LogsPorts } from "../../cloud/logs/ports.ts";
import { LogsService } from "../../cloud/logs/service.ts";

export const GROUP = "/aws/lambda/transform";
export const STREAM = "2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef";
export const GROUP_ARN = `arn:aws:logs:us-east-1:111111111111:log-group:${GROUP}`;

/** CloudWatch Logs with its clock, what it recorded, and what it and its filters published and invoked. */
export function aLogs({ mayInvoke = () => true }: Partial<Pick<LogsPorts, "mayInvoke">> = {}) {
  const clock = new VirtualClock();
  const feed = new Feed<LogsFact>(clock);
  const published: Datum[] = [];
  const traffic: Datum[] = [];
  const invoked: { functionArn: string; sourceArn: string; event: string }[] = [];
  const ports: LogsPorts = {
    publish: (data) => {
      for (const datum of data) (datum.namespace === "AWS/Logs" ? traffic : published).push(datum);
    },
    mayInvoke,
    invoke: (functionArn, sourceArn, event) => void invoked.push({ functionArn, sourceArn, event }),
  };
  const service = new LogsService({ clock, feed, place: { accountId: "111111111111", region: "us-east-1" }, ports });
  const house = logsHouse(service);
  const call: Caller = (operation, input) => house.operations[operation]!(input, aCall());
  return {
    clock,
    feed,
    service,
    house,
    call,
    published,
    traffic,
    invoked,
    pass: (milliseconds: number) => clock.run(clock.sleep(milliseconds)),
  };
}

/** The same with a group and a stream in it. */
export function aStream(options: Parameters<typeof aLogs>[0] = {}) {
  const logs = aLogs(options);
  logs.call("CreateLogGroup", { logGroupName: GROUP });
  logs.call("CreateLogStream", { logGroupName: GROUP, logStreamName: STREAM });
  return logs;
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

/** `Code: message` of what `work` throws; every error of this service has status 400. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AwsError && error.status === 400) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "nothing was refused";
}

export const messages = (answer: Answer): string[] => answer.events.map(({ message }: { message: string }) => message);
