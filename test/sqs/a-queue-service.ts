import { VirtualClock } from "../../cloud/kernel/clock.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import type { Call } from "../../cloud/kernel/house.ts";
import { Random } from "../../cloud/kernel/random.ts";
import type { SqsFact } from "../../cloud/sqs/facts.ts";
import { sqsHouse } from "../../cloud/sqs/house.ts";
import { SqsService } from "../../cloud/sqs/service.ts";

/** SQS by itself on a virtual clock, its operations called without a gateway. */
export function aQueueService() {
  const clock = new VirtualClock();
  const feed = new Feed<SqsFact>(clock);
  const place = { accountId: "111111111111", region: "us-east-1" };
  const sqs = new SqsService({ clock, random: Random.fromSeed(1), feed, place });
  const house = sqsHouse(sqs);
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the operation answers
  const operate = async (name: string, input: object): Promise<any> => await house.operations[name]!(input, CALL);
  const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/111111111111/${name}`;
  return { clock, feed, sqs, house, operate, url };
}

const CALL: Call = {
  requestId: "11111111-2222-4333-8444-555555555555",
  callerArn: "arn:aws:iam::111111111111:root",
  callerId: "111111111111",
  sourceIp: "127.0.0.1",
  endpoint: "https://sqs.us-east-1.amazonaws.com",
};

/** What an operation was refused with. */
export async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string; status: number }> {
  try {
    await work;
  } catch (error) {
    const { code, message, status } = error as { code: string; message: string; status: number };
    return { code, message, status };
  }
  throw new Error("the operation was not refused");
}
