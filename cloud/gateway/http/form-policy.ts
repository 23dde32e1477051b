import { AwsError } from "../../kernel/errors.ts";
import type { Form } from "./form.ts";

/**
 * What the signer of a form lets a browser upload: a JSON document in base64, with an end and with conditions on the
 * fields ("POST policy" in the API reference). Texts of refusals as S3 writes them.
 */
interface Policy {
  readonly expiration?: string;
  readonly conditions?: readonly unknown[];
}

/** Throws what S3 says to a form that its policy does not allow. */
export function checkPolicy(encoded: string, form: Form, now: number): void {
  const { expiration, conditions = [] } = parsed(encoded);
  const end = Date.parse(expiration ?? "");
  if (Number.isNaN(end)) throw invalidPolicy("Policy missing expiration.");
  if (now >= end) throw refused("Policy expired.");
  const named = new Set<string>();
  for (const condition of conditions) check(condition, form, named);
  const extra = Object.keys(form.fields).filter((name) => !named.has(name) && !UNNAMED.test(name));
  if (extra.length > 0) throw refused(`Extra input fields: ${extra.join(", ")}`);
}

/** What a policy need not speak of: itself, who has signed it, and what S3 is asked to ignore. */
const UNNAMED = /^(policy|signature|awsaccesskeyid|x-amz-signature|file|x-ignore-.*)$/;

function parsed(encoded: string): Policy {
  try {
    const policy = JSON.parse(Buffer.from(encoded, "base64").toString("utf8"));
    if (typeof policy === "object" && policy !== null && !Array.isArray(policy)) return policy;
  } catch {}
  throw invalidPolicy("Invalid JSON.");
}

function check(condition: unknown, form: Form, named: Set<string>): void {
  if (Array.isArray(condition)) checkOne(condition, form, named);
  else checkSimple(condition as Record<string, unknown>, form, named);
}

function checkOne(condition: readonly unknown[], form: Form, named: Set<string>): void {
  const [operator, first, second] = condition.map(String) as [string, string, string];
  if (operator === "content-length-range") {
    checkSize(first, second, form.file.length);
    return;
  }
  const name = first.replace(/^\$/, "").toLowerCase();
  named.add(name);
  const value = givenIn(name, form);
  const holds = operator === "starts-with" ? startsWith(name, value, second) : operator === "eq" && value === second;
  if (!holds || !first.startsWith("$")) throw failed(operator, first, second);
}

/** `{ "acl": "private" }` is another way to write `["eq", "$acl", "private"]`. */
function checkSimple(condition: Record<string, unknown>, form: Form, named: Set<string>): void {
  const [name, ...others] = Object.keys(condition);
  if (name === undefined || others.length > 0) {
    throw invalidPolicy("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
  }
  named.add(name.toLowerCase());
  const wanted = String(condition[name]);
  if (givenIn(name.toLowerCase(), form) !== wanted) throw failed("eq", `$${name}`, wanted);
}

function givenIn(name: string, { bucket, fields }: Form): string | undefined {
  return name === "bucket" ? bucket : fields[name];
}

/** Of a content type every one in the list must begin so. */
function startsWith(name: string, value: string | undefined, prefix: string): boolean {
  if (value === undefined) return false;
  const values = name === "content-type" ? value.split(",") : [value];
  return values.every((one) => one.startsWith(prefix));
}

function checkSize(from: string, to: string, size: number): void {
  const [least, most] = [Number(from), Number(to)];
  if (!Number.isInteger(least) || !Number.isInteger(most)) throw failed("content-length-range", from, to);
  if (size < least) {
    const extra = { ProposedSize: String(size), MinSizeAllowed: String(least) };
    throw new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400, extra);
  }
  if (size > most) {
    const extra = { ProposedSize: String(size), MaxSizeAllowed: String(most) };
    throw new AwsError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400, extra);
  }
}

function failed(operator: string, name: string, value: string): AwsError {
  return refused(`Policy Condition failed: [${[operator, name, value].map((text) => `"${text}"`).join(", ")}]`);
}

const refused = (why: string) => new AwsError("AccessDenied", `Invalid according to Policy: ${why}`, 403);
const invalidPolicy = (why: string) => new AwsError("InvalidPolicyDocument", `Invalid Policy: ${why}`, 400);
