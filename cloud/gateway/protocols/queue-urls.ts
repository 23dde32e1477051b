import { AwsError } from "../../kernel/errors.ts";

/** SQS in the query protocol: requests go to a queue's own URL, which takes the actions on that queue and few others. */
export function isQueueUrl(path: string): boolean {
  return /^\/\d{12}\/[^/]+$/.test(path);
}

/** Refuses an action that SQS does not have, or not at a queue's URL. Recorded on AWS. */
export function checkSqsAction(path: string, action: string | undefined, known: boolean): void {
  if (action === undefined || (known && !(isQueueUrl(path) && OF_THE_ACCOUNT.has(action)))) return;
  throw new AwsError("InvalidAction", `The action ${action} is not valid for this endpoint.`, 400);
}

/** GetQueueUrl is one, too, and is answered at any queue. */
const OF_THE_ACCOUNT = new Set(["CreateQueue", "ListQueues"]);
