/**
 * The attributes of a deployed stack as Terraform reads them, brought into a form in which two clouds can be compared: without what
 * is drawn or taken from a clock, and without the ways Terraform itself has of writing "nobody said".
 */

import type { Values } from "./a-workspace.ts";
import { ONLY_TERRAFORM_KNOWS, typeOf } from "./an-import.ts";

/** Drawn by the cloud, or taken from its clock. */
const DRAWN: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ["create_date", "unique_id"],
  aws_lambda_function: ["last_modified"],
  aws_sns_topic_subscription: ["id", "arn"],
};

/** What two clouds must agree on; `endpoint` is where the cloud was asked, which the URLs of queues begin with. */
export function comparable(found: Readonly<Record<string, Values>>, endpoint: string): Record<string, unknown> {
  const entries = Object.entries(found).map(([address, values]) => {
    const left = Object.entries(values).filter(([name]) => !isOwn(typeOf(address), name));
    return [address, said(Object.fromEntries(left), endpoint)];
  });
  return Object.fromEntries(entries);
}

function isOwn(type: string, name: string): boolean {
  return [DRAWN, ONLY_TERRAFORM_KNOWS].some((table) => table[type]?.includes(name));
}

/**
 * An attribute nobody set is null in the state of a resource that Terraform made, and empty, zero or false in that of one it read.
 * Blocks of a set stand in the order of a hash, which tells these apart.
 */
function said(value: unknown, endpoint: string): unknown {
  if (typeof value === "string") return value.replaceAll(endpoint, "ENDPOINT");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => said(item, endpoint));
    return items.map((item) => JSON.stringify(item)).sort();
  }
  const entries = Object.entries(value).filter(([, item]) => !isUnsaid(item));
  return Object.fromEntries(entries.sort().map(([name, item]) => [name, said(item, endpoint)]));
}

function isUnsaid(value: unknown): boolean {
  return value === null || value === "" || value === 0 || value === false || isEmpty(value);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
