import { createHash } from "node:crypto";

/** Who owns a cloud's buckets: its account, under the two further names that S3 has for accounts. */
export interface Owner {
  readonly accountId: string;
  /** The canonical user id of owners and grants: 64 hexadecimal digits. */
  readonly canonicalId: string;
  /** The customer id of event records: 14 letters and digits that begin with an A. */
  readonly principalId: string;
}

/** AWS draws both names at random when an account is made; here they follow from its number. */
export function ownerOf(accountId: string): Owner {
  const canonicalId = createHash("sha256").update(`canonical user ${accountId}`).digest("hex");
  const digits = createHash("sha256").update(`customer ${accountId}`).digest();
  const letters = [...digits.subarray(0, 13)].map((byte) => BASE32[byte % 32]);
  return { accountId, canonicalId, principalId: `A${letters.join("")}` };
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
