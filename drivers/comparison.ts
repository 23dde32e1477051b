/**
 * The last word on a suspect: its object is fetched and compared with the bytes the document must become.
 *
 *     notification unlike the expected bytes
 *         wrong size                                   corrupt
 *         object has other bytes, or is gone           corrupt
 *         right bytes, and the tag is their MD5        corrupt: another object than this one was notified
 *         right bytes, and the tag is no MD5 (KMS)     fine
 */
import { createHash } from "node:crypto";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Call } from "./call.ts";
import type { Expected } from "./documents.ts";
import { OUTPUT, placeOf } from "./keys.ts";
import type { Ledger } from "./ledger.ts";

/** The calls of a comparison. */
export const comparisonCalls = (bucket: string): Call[] => [
  { operation: "s3:GetObject", resource: `${bucket}/${OUTPUT}*`, only: "when a notification is unlike its document" },
];

/** Settles every suspect of the run; returns the keys of the corrupt ones. Throws what S3 throws, NoSuchKey excepted. */
export async function compareSuspects(s3: S3Client, bucket: string, ledger: Ledger, run: string): Promise<string[]> {
  const corrupt: string[] = [];
  for (const key of ledger.suspects(run)) {
    const expected = ledger.documents(run).expected(placeOf(key)!.sequence)!;
    const wrongSize = ledger.fate(key)!.versions.some(({ size }) => size !== expected.size);
    const damaged = wrongSize || !(await isFine(s3, bucket, key, expected));
    ledger.compared(key, damaged);
    if (damaged) corrupt.push(key);
  }
  return corrupt;
}

async function isFine(s3: S3Client, bucket: string, key: string, expected: Expected): Promise<boolean> {
  try {
    const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const md5 = createHash("md5").update(bytes).digest("hex");
    return md5 === expected.md5 && ETag?.replaceAll('"', "") !== md5;
  } catch (error) {
    if ((error as Error).name === "NoSuchKey") return false;
    throw error;
  }
}
