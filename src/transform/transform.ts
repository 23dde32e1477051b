/**
 * The function's work: for each object of an S3 event, read it, convert it, write the CSV beside it.
 *
 *     event -> GetObject input/x.json -> convert -> PutObject output/x.csv
 *
 * The output key and bytes follow from the input alone, so a second run of the same event changes nothing. Every
 * failure is thrown: Lambda then tries again and at last dead-letters the event. A document that cannot be converted
 * throws BadDocumentError and writes nothing; whatever S3 refuses keeps the name S3 gave it.
 */

import { GetObjectCommand, type GetObjectCommandOutput, PutObjectCommand } from "@aws-sdk/client-s3";
import type { World } from "../world.ts";
import { Flaw } from "./bad-document.ts";
import { documentLimit, LARGE } from "./budget.ts";
import { BadDocumentError, convert } from "./convert.ts";
import { type InputObject, inputObjects, outputKey } from "./event.ts";
import { inflatedSize } from "./gzip.ts";

/** S3 sent less than it had announced: the transfer broke, the document may be fine. */
export class IncompleteBodyError extends Error {
  override readonly name = "IncompleteBodyError";
}

/** What a run answers: the keys that were written, in the order of the event. */
export interface Transformed {
  readonly written: readonly string[];
}

type Surroundings = Pick<World, "s3" | "env" | "collect">;

/** Objects are taken one after the other, the rest also when one has failed; then the first failure is thrown. */
export async function transform(event: unknown, world: Surroundings): Promise<Transformed> {
  const written: string[] = [];
  const failures: unknown[] = [];
  for (const object of inputObjects(event)) {
    try {
      written.push(await transformObject(object, world));
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
  return { written };
}

async function transformObject({ bucket, key }: InputObject, world: Surroundings): Promise<string> {
  const target = outputKey(key);
  const { s3 } = world;
  const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const csv = await converted(object, { bucket, key }, world);
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: target, Body: csv, ContentType: "text/csv; charset=utf-8" }),
  );
  return target;
}

async function converted(
  object: GetObjectCommandOutput,
  source: InputObject,
  { env, collect }: Surroundings,
): Promise<Uint8Array> {
  const limit = documentLimit(env);
  const makeRoom = (bytes: number) => bytes >= LARGE && collect();
  const announced = object.ContentLength;
  if (announced !== undefined && announced > limit) {
    abandon(object);
    throw tooLarge(limit).in({ ...source, size: announced });
  }
  makeRoom(announced ?? 0);
  const bytes = await body(object, announced);
  makeRoom(inflatedSize(bytes));
  try {
    return convert(bytes, { maxInflatedBytes: limit, maxCsvBytes: limit });
  } catch (error) {
    throw error instanceof BadDocumentError ? error.in({ ...source, size: bytes.length }) : error;
  }
}

async function body({ Body }: GetObjectCommandOutput, announced: number | undefined): Promise<Uint8Array> {
  const bytes = Body === undefined ? new Uint8Array(0) : await Body.transformToByteArray();
  if (announced !== undefined && bytes.length < announced) {
    throw new IncompleteBodyError(`expected ${announced} bytes, received ${bytes.length}`);
  }
  return bytes;
}

/** Frees the connection of a body that nobody will read. */
function abandon({ Body }: GetObjectCommandOutput): void {
  if (Body !== undefined && "destroy" in Body) Body.destroy();
}

function tooLarge(limit: number): BadDocumentError {
  const flaw = new Flaw("too-large", `expected at most ${limit} bytes`, 0, 0);
  return new BadDocumentError(flaw, { offset: 0, line: 1, column: 1 });
}
