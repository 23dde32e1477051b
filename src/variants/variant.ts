/**
 * The function with a mistake in it, one file a mistake: what experiments are tried on. A variant is deployed in the
 * function's place by the stack option `transformVariant`, and has all that the function has, its injector included,
 * but for the one step that its file tells.
 *
 *     event -> read -> convert -> write
 *                 one of these goes wrong
 */

import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { awsWorld } from "../aws.ts";
import { withFaults } from "../faults/injector.ts";
import { convert } from "../transform/convert.ts";
import { type InputObject, inputObjects, outputKey } from "../transform/event.ts";
import type { Handler, World } from "../world.ts";

export interface Variant {
  create(world: World): { handler: Handler };
  readonly handler: Handler;
}

/** The door of a bundle, as the function has one, for `work` on each object of an event. */
export function variant(work: (object: InputObject, world: World) => Promise<unknown>): Variant {
  const create = (world: World) => {
    const all: Handler = async (event) => {
      for (const object of inputObjects(event)) await work(object, world);
    };
    return { handler: withFaults(all, world) };
  };
  let onAws: { handler: Handler } | undefined;
  const handler: Handler = async (event, context) => {
    onAws ??= create(awsWorld());
    return onAws.handler(event, context);
  };
  return { create, handler };
}

/** The bytes of a document. */
export async function read({ bucket, key }: InputObject, { s3 }: World): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Body === undefined ? new Uint8Array(0) : await Body.transformToByteArray();
}

/** Writes a CSV where it belongs, or at another key. */
export function write({ bucket, key }: InputObject, csv: Uint8Array, { s3 }: World, target = outputKey(key)) {
  return s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: target, Body: csv, ContentType: "text/csv; charset=utf-8" }),
  );
}

export { convert, outputKey };
