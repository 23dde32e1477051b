/**
 * S3 as a machine calls it whose clock is wrong. The SDK reads the machine's time and can be told no other, so the
 * client lives in a process of its own, where `Date` is off by as much as the experiment wants.
 *
 *     publisher --PutObject's input--> process, its clock off --signed with that time--> S3
 *          '<------- answer or error -------'
 */
import { fork } from "node:child_process";
import { resolve } from "node:path";
import type { PutObjectCommand, PutObjectCommandInput, S3Client } from "@aws-sdk/client-s3";

/** What goes to the process, and what comes back. */
export interface Put {
  readonly id: number;
  readonly input: PutObjectCommandInput;
}

export interface PutAnswer {
  readonly id: number;
  readonly metadata?: object;
  /** As the SDK describes it; errors lose what is theirs between processes. */
  readonly error?: {
    readonly name: string;
    readonly message: string;
    readonly $fault?: string;
    readonly $metadata?: object;
  };
}

const PROGRAM = resolve(import.meta.dirname, "../../bin/wrong-clock.js");

/** @param offset milliseconds by which its clock is fast */
export function s3WithWrongClock(region: string, offset: number): Pick<S3Client, "send" | "destroy"> {
  const child = fork(PROGRAM, [region, String(offset)], { serialization: "advanced" });
  // It ends with this process, and does not keep it.
  child.unref();
  child.channel?.unref();
  const waiting = new Map<number, (answer: PutAnswer) => void>();
  child.on("message", (answer: PutAnswer) => waiting.get(answer.id)?.(answer));
  let sent = 0;
  const send = async ({ input }: PutObjectCommand) => {
    const id = sent++;
    const answered = new Promise<PutAnswer>((resolve) => waiting.set(id, resolve));
    child.send({ id, input } satisfies Put);
    const { error, metadata } = await answered;
    waiting.delete(id);
    if (error) throw Object.assign(new Error(error.message), error);
    return { $metadata: metadata };
  };
  return { send, destroy: () => child.disconnect() } as unknown as Pick<S3Client, "send" | "destroy">;
}
