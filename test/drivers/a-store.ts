/** A bucket for the drivers' tests: what was put, and answers as a test wants them. */
import { createHash } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "../../drivers/pause.ts";

export interface Put {
  key: string;
  bytes: Buffer;
  at: number;
}

export class AStore {
  readonly puts: Put[] = [];
  readonly objects = new Map<string, { bytes: Buffer; eTag?: string }>();
  readonly gets: string[] = [];
  mostAtOnce = 0;
  #atOnce = 0;
  readonly #clock: Clock;
  readonly #answer: (key: string) => { takes?: number; error?: Error; attempts?: number };

  /** `answer`: how long a PutObject takes, and what it throws. */
  constructor(
    clock: Clock,
    answer: (key: string) => { takes?: number; error?: Error; attempts?: number } = () => ({}),
  ) {
    this.#clock = clock;
    this.#answer = answer;
  }

  client(): S3Client {
    const send = async (command: object) => {
      const { input } = command as { input: { Key: string; Body?: Uint8Array } };
      return command.constructor.name === "PutObjectCommand" ? this.#put(input.Key, input.Body!) : this.#get(input.Key);
    };
    return { send } as unknown as S3Client;
  }

  async #put(key: string, body: Uint8Array): Promise<object> {
    const { takes = 20, error, attempts } = this.#answer(key);
    this.puts.push({ key, bytes: Buffer.from(body), at: this.#clock.now() });
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    await this.#clock.sleep(takes);
    this.#atOnce -= 1;
    if (error !== undefined) throw error;
    return attempts === undefined ? {} : { $metadata: { attempts } };
  }

  async #get(key: string): Promise<object> {
    this.gets.push(key);
    const object = this.objects.get(key);
    if (object === undefined)
      throw Object.assign(new Error("The specified key does not exist."), { name: "NoSuchKey" });
    const eTag = object.eTag ?? createHash("md5").update(object.bytes).digest("hex");
    return { ETag: `"${eTag}"`, Body: { transformToByteArray: async () => object.bytes } };
  }
}

export function anAwsError(name: string, httpStatusCode: number | undefined, attempts = 1): Error {
  return Object.assign(new Error("Said the service."), { name, $metadata: { httpStatusCode, attempts } });
}
