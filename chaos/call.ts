/**
 * A call of AWS's API, said beside the code that makes it: what it is called, the right it takes, and on what. A plan is
 * made of these before a run, and so is the policy of whoever is to run it; tests compare them with what was called.
 */
export interface Call {
  /** IAM's prefix of the service, and the operation's name in its API: `s3:PutBucketNotificationConfiguration`. */
  readonly operation: string;
  /** The right it takes, where IAM calls it otherwise: `s3:PutBucketNotification`. Null where everybody has it. */
  readonly action?: string | null;
  /** An ARN, or its last part as the service writes it: `function:transform-lab`. `*` where a right knows no resource. */
  readonly resource: string;
  /** What a policy may demand of it: operator, key, value. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** When it is made, if that is not in every run. */
  readonly only?: string;
  /** What is so without its right, if the run works all the same: no policy asks for it then. */
  readonly spare?: string;
}

/** Where ARNs are. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** The resource in full. Buckets' ARNs name no account, IAM's no region (Service Authorization Reference). */
export function arnOf({ operation, resource }: Pick<Call, "operation" | "resource">, { region, accountId }: Place) {
  if (resource === "*" || resource.startsWith("arn:")) return resource;
  const service = operation.split(":")[0]!;
  if (service === "s3") return `arn:aws:s3:::${resource}`;
  return `arn:aws:${service}:${service === "iam" ? "" : region}:${accountId}:${resource}`;
}

/** The right that a call takes, if it takes one. */
export function rightOf({ operation, action = operation }: Pick<Call, "operation" | "action">): string | null {
  return action;
}

/** A queue's name, which ends both its URL and its ARN. */
export function queueNamed(queueUrl: string): string {
  return queueUrl.split("/").at(-1)!;
}
