import { AwsError } from "../../kernel/errors.ts";
import { type Claim, credentialOf } from "../signature-claim.ts";
import { timeOf } from "../signature-time.ts";
import type { SignatureWords } from "../signature-words.ts";
import { type Form, missingField } from "./form.ts";

/** Who a form says has signed its policy: in Version 4, or in the older Version 2. */
export type FormClaim = { readonly policy: string; readonly signature: string; readonly sessionToken?: string } & (
  | (Pick<Claim, "accessKeyId" | "scope"> & { readonly time: string })
  | { readonly accessKeyId: string; readonly scope?: never; readonly time?: never }
);

/** Undefined for a form without a policy: anybody may send it, and it is anonymous. */
export function formClaimOf({ fields }: Form, words: SignatureWords): FormClaim | undefined {
  const { policy } = fields;
  if (!policy) return undefined;
  const token = fields["x-amz-security-token"];
  const common = { policy, ...(token !== undefined && { sessionToken: token }) };
  if (VERSION_4.some((name) => fields[name.toLowerCase()])) {
    const missing = VERSION_4.find((name) => !fields[name.toLowerCase()]);
    if (missing) throw missingField(missing);
    const time = fields["x-amz-date"]!;
    if (timeOf(time) === undefined) throw words.unreadableTime(time);
    const credential = credentialOf(fields["x-amz-credential"]!, words, "query");
    return { ...common, ...credential, time, signature: fields["x-amz-signature"]! };
  }
  if (VERSION_2.some((name) => fields[name.toLowerCase()])) {
    const missing = VERSION_2.find((name) => !fields[name.toLowerCase()]);
    if (missing) throw missingField(missing);
    return { ...common, accessKeyId: fields.awsaccesskeyid!, signature: fields.signature! };
  }
  throw new AwsError("AccessDenied", "Access Denied", 403);
}

/** In the order S3 misses them. */
const VERSION_4 = ["X-Amz-Signature", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date"];
const VERSION_2 = ["Signature", "AWSAccessKeyId"];
