/**
 * The documents of one run. A document is a pure function of the seed, the load and its sequence number: nothing that
 * was sent needs storing, and any process that knows those three can say what must come out.
 */
import { createHash } from "node:crypto";
import { type Malformation, malformationOf } from "./documents/malformation.ts";
import { broken } from "./documents/malformed.ts";
import { csvOf, objectOf, text } from "./documents/member.ts";
import { plain } from "./documents/plain.ts";
import { type Content, subtle } from "./documents/subtle.ts";
import { inputKey, outputKey } from "./keys.ts";
import type { Load } from "./load.ts";
import { streamOf } from "./random.ts";

const BULKY = 5 * 1024 * 1024;

/** What S3 says about the right CSV: the notification of `output/` carries both. */
export interface Expected {
  size: number;
  /** Hexadecimal MD5: the entity tag of an object written in one part and not encrypted with a KMS key. */
  md5: string;
}

export class Documents {
  readonly seed: number | string;
  readonly run: string;
  readonly load: Load;
  readonly #malformation: Malformation;

  constructor({ seed, run, load }: { seed: number | string; run: string; load: Load }) {
    this.seed = seed;
    this.run = run;
    this.load = load;
    this.#malformation = malformationOf(seed, load);
  }

  /** How many there are; Infinity when they are published until told to stop. */
  get count(): number {
    return this.load.documents ?? Number.POSITIVE_INFINITY;
  }

  /** How many of the first `documents` are malformed. With 0 of them, a run does not exercise dead-lettering. */
  malformedCount(documents: number): number {
    return this.#malformation.planned(documents);
  }

  isMalformed(sequence: number): boolean {
    return this.#malformation.isMalformed(sequence);
  }

  inputKey(sequence: number): string {
    return inputKey({ run: this.run, sequence });
  }

  outputKey(sequence: number): string {
    return outputKey({ run: this.run, sequence });
  }

  /** What is published: UTF-8 JSON, or what is left of it. */
  bytes(sequence: number): Uint8Array {
    const json = this.isMalformed(sequence) ? this.#broken(sequence) : this.#content(sequence).json;
    return Buffer.from(json, "utf8");
  }

  /** What must come out: UTF-8 CSV; undefined for a malformed document, out of which nothing may come. */
  csv(sequence: number): Uint8Array | undefined {
    return this.isMalformed(sequence) ? undefined : Buffer.from(this.#content(sequence).csv, "utf8");
  }

  expected(sequence: number): Expected | undefined {
    const csv = this.csv(sequence);
    return csv && { size: csv.length, md5: createHash("md5").update(csv).digest("hex") };
  }

  #stream(sequence: number, purpose: string) {
    return streamOf(this.seed, purpose, sequence);
  }

  #content(sequence: number): Content {
    const members = plain(sequence, this.#stream(sequence, "document"));
    const { payload = "plain", bytes = BULKY, bulkyEach = 1 } = this.load;
    if (payload === "subtle") return subtle(members, this.#stream(sequence, "subtlety"));
    const isBulky = payload === "bulky" && (sequence + 1) % bulkyEach === 0;
    const padding = Math.max(0, bytes - objectOf([...members, text("padding", "")]).length);
    const all = isBulky ? [...members, text("padding", "x".repeat(padding))] : members;
    return { json: objectOf(all), csv: csvOf(all) };
  }

  #broken(sequence: number): string {
    return broken(plain(sequence, this.#stream(sequence, "document")), this.#stream(sequence, "defect"));
  }
}
