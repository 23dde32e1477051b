import { AwsError } from "../kernel/errors.ts";
import { type Permission, type Statement, statementFor } from "../kernel/permission.ts";
import { invalidValue, missingParameter, outOfRange } from "./errors.ts";

/** A queue's policy as AddPermission and RemovePermission write it: one statement a label. */
export function withPermission(policy: string | undefined, permission: Permission): string {
  const { label, accountIds, actions, resource } = permission;
  if (actions.length === 0) throw missingParameter("Actions");
  if (actions.length > MOST_ACTIONS) {
    throw new AwsError("OverLimit", `${actions.length} Actions were found, maximum allowed is ${MOST_ACTIONS}.`, 403);
  }
  for (const action of actions) checkAction(action);
  if (accountIds.length === 0 || accountIds.some((id) => !/^\d{12}$/.test(id))) {
    throw outOfRange("PrincipalId", `[${accountIds.join(", ")}]`, "Unable to verify.");
  }
  const { Statement = [], ...rest } = policy ? read(policy) : emptyPolicy(resource);
  if (Statement.some(({ Sid }) => Sid === label)) throw outOfRange("Label", label, "Already exists.");
  const qualified = { ...permission, actions: actions.map((action) => `SQS:${action}`) };
  return JSON.stringify({ ...rest, Statement: [...Statement, statementFor(qualified)] });
}

/** The policy without a label's statement; nothing when it was the last. */
export function withoutPermission(policy: string | undefined, label: string): string {
  const { Statement = [], ...rest } = policy ? read(policy) : { Statement: [] };
  const left = Statement.filter(({ Sid }) => Sid !== label);
  if (left.length === Statement.length) throw outOfRange("Label", label, "can't find label.");
  return left.length === 0 ? "" : JSON.stringify({ ...rest, Statement: left });
}

const MOST_ACTIONS = 7;

/** Those that the API reference of AddPermission takes, and all of them. */
const ACTIONS =
  "* ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues PurgeQueue ReceiveMessage SendMessage".split(
    " ",
  );

function checkAction(action: string): void {
  if (ACTIONS.includes(action)) return;
  throw invalidValue(
    `Value SQS:${action} for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions.`,
  );
}

interface Policy {
  readonly Statement?: readonly Statement[];
}

function emptyPolicy(queueArn: string): Policy & object {
  return { Version: "2008-10-17", Id: `${queueArn}/SQSDefaultPolicy`, Statement: [] } as Policy;
}

/** A policy may hold its only statement without a list. */
function read(policy: string): Policy {
  const { Statement, ...rest } = JSON.parse(policy) as { Statement: Statement | Statement[] };
  return { ...rest, Statement: [Statement].flat() };
}
