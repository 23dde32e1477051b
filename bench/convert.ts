/**
 * How fast and how lean the conversion is, beside JSON.parse doing less. Every figure has a process of its own; times
 * are CPU time, the two sides taken in turns, and the ratio of their medians, so that a slow machine slows both.
 * Memory is the growth of the resident set at its peak.
 *
 *     node --expose-gc --import tsx bench/convert.ts
 */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { convert } from "../src/transform/convert.ts";
import { convertStream } from "../src/transform/stream.ts";
import type { Row } from "./row.ts";

const MEGABYTE = 1_000_000;
const ROUNDS = 7;

/** What a process measures, by the name it is started with. */
const TASKS: Record<string, () => Promise<Row[]> | Row[]> = {
  flat: () => besideParse("flat array 41 MB / JSON.parse", document(flatRecord, 41 * MEGABYTE)),
  written: () => besideWriter(document(flatRecord, 41 * MEGABYTE)),
  nested: () => besideParse("nested 25 MB / JSON.parse", document(nestedRecord, 25 * MEGABYTE)),
  lines: () => ratio("NDJSON 100 MB streamed / split + JSON.parse a line", 2.2, streamed, splitAndParse),
  "memory-streamed": () => memory("memory, NDJSON 100 MB streamed", 50, "MB", MEGABYTE, streamed),
  "memory-whole": () =>
    memory("memory, flat array 41 MB whole", 6, "x input", 41 * MEGABYTE, () =>
      convert(document(flatRecord, 41 * MEGABYTE)),
    ),
  "memory-record": () =>
    memory("memory, one record of 16 MB whole", 6, "x input", 16 * MEGABYTE, () => convert(longRecord(16 * MEGABYTE))),
  small,
};

/** Every row of the table; about a minute. */
export function benchConvert(): Row[] {
  return Object.keys(TASKS).flatMap(inItsOwnProcess);
}

function inItsOwnProcess(task: string): Row[] {
  const path = fileURLToPath(import.meta.url);
  const child = spawnSync(process.execPath, ["--expose-gc", "--import", "tsx", path, task], { encoding: "utf8" });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout);
}

function besideParse(name: string, bytes: Buffer): Promise<Row[]> {
  return ratio(
    name,
    1.5,
    () => convert(bytes),
    () => JSON.parse(bytes.toString()),
  );
}

function besideWriter(bytes: Buffer): Promise<Row[]> {
  const name = "flat array 41 MB / JSON.parse + smallest writer";
  return ratio(
    name,
    1.2,
    () => convert(bytes),
    () => parseAndWrite(bytes),
  );
}

/** CPU milliseconds of both sides in turns, after one turn that does not count; the ratio of their medians. */
async function ratio(name: string, must: number, ours: () => unknown, theirs: () => unknown): Promise<Row[]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [side, work] of [ours, theirs].entries()) times[side]!.push(await cpu(work));
  }
  return [{ name, figure: median(times[0].slice(1)) / median(times[1].slice(1)), unit: "x", must }];
}

async function cpu(work: () => unknown): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** A document of 250 bytes, warm: what most runs of a pipeline convert. */
function small(): Row[] {
  const bytes = Buffer.from(JSON.stringify({ ...flatRecord(7), reference: "A-10293-XY" }));
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < 15; round++) {
    times[0].push(microseconds(() => convert(bytes)));
    times[1].push(microseconds(() => parseAndWrite(bytes)));
  }
  const [ours, theirs] = times.map((side) => median(side.slice(5))) as [number, number];
  const name = `small document (${bytes.length} B), warm`;
  return [
    { name, figure: ours, unit: "us", must: 3 },
    { name: `${name} / JSON.parse + smallest writer`, figure: ours / theirs, unit: "x", must: 1.5 },
  ];
}

function microseconds(work: () => unknown): number {
  const calls = 20_000;
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

/** What someone would write who knows his columns and his data: no nesting, no late columns, no checks. */
function parseAndWrite(bytes: Buffer): Buffer {
  const parsed = JSON.parse(bytes.toString());
  const records: Record<string, unknown>[] = Array.isArray(parsed) ? parsed : [parsed];
  const keys = Object.keys(records[0]!);
  let csv = `${keys.join()}\r\n`;
  for (const record of records) csv += `${keys.map((key) => quote(String(record[key] ?? ""))).join()}\r\n`;
  return Buffer.from(csv);
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** 100 MB of NDJSON in chunks of 64 KB, as a file or an S3 body gives them, without keeping them. */
function* lines(): Generator<Buffer> {
  const chunk = Buffer.from(
    Array.from({ length: 300 }, (_, index) => `${JSON.stringify(flatRecord(index))}\n`).join(""),
  );
  for (let sent = 0; sent < 100 * MEGABYTE; sent += chunk.length) yield Buffer.from(chunk);
}

async function streamed(): Promise<number> {
  let bytes = 0;
  await convertStream(lines, () => ({
    write(csv) {
      bytes += csv.length;
    },
  }));
  return bytes;
}

function splitAndParse(): number {
  let rest = "";
  let records = 0;
  for (const chunk of lines()) {
    const parts = (rest + chunk.toString()).split("\n");
    rest = parts.pop()!;
    for (const part of parts) records += JSON.parse(part) === null ? 0 : 1;
  }
  return records;
}

/** An array of about `size` bytes, written where it will stay, so that making it leaves nothing behind. */
function document(record: (index: number) => object, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = bytes.write("[");
  for (let index = 0; length < size - 1000; index++) {
    length += bytes.write(`${index === 0 ? "" : ","}${JSON.stringify(record(index))}`, length);
  }
  return bytes.subarray(0, length + bytes.write("]", length));
}

/** A record of about `size` bytes, nearly all of them in one cell. */
function longRecord(size: number): Buffer {
  const bytes = Buffer.alloc(size, "x");
  bytes.write('{"id":1,"padding":"');
  bytes.write('"}', size - 2);
  return bytes;
}

function flatRecord(index: number): object {
  return {
    id: index,
    customer: `Customer ${(index * 7919) % 1000}`,
    email: `customer.${index}@example.com`,
    amount: ((index * 37) % 100_000) / 100,
    currency: "EUR",
    paid: index % 3 === 0,
    country: ["DE", "FR", "PL"][index % 3],
    note: index % 10 === 0 ? 'said "soon", twice' : "regular order delivered by noon",
    createdAt: "2026-01-01T00:00:00Z",
  };
}

function nestedRecord(index: number): object {
  return {
    id: index,
    customer: {
      name: `Customer ${(index * 7919) % 1000}`,
      address: { street: `Main Street ${index % 200}`, town: "Bern", zip: String(10_000 + (index % 999)) },
    },
    totals: { net: index * 1.5, tax: { rate: 0.19, amount: ((index * 37) % 1000) / 10 } },
    tags: ["new", "vip"],
    shipping: { method: "standard", tracking: { carrier: "post", code: `TRK${index}` } },
    ...(index % 3 === 0 ? {} : { note: "leave it at the door" }),
  };
}

/** Growth of the resident set while `work` runs, after a small warm-up, so that code is not counted as data. */
async function memory(
  name: string,
  must: number,
  unit: string,
  bytesAUnit: number,
  work: () => unknown,
): Promise<Row[]> {
  convert(document(flatRecord, 100_000));
  globalThis.gc?.();
  const own = process.memoryUsage.rss();
  resetPeak();
  await work();
  return [{ name, figure: (peak() - own) / bytesAUnit, unit, must }];
}

/** Linux forgets the peak so far on request (proc(5), clear_refs); elsewhere it is the peak since the start. */
function resetPeak(): void {
  if (existsSync("/proc/self/clear_refs")) writeFileSync("/proc/self/clear_refs", "5");
}

function peak(): number {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const kilobytes = /^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kilobytes) * 1024;
}

/** The table, a row a line; `over` marks what is more than it must be. */
function print(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, figure, unit, must } of rows) {
    const verdict = figure <= must ? "" : "  over";
    console.log(`${name.padEnd(width)}  ${figure.toFixed(2).padStart(8)} ${unit.padEnd(8)} must <= ${must}${verdict}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const task = process.argv[2];
  if (task === undefined) print(benchConvert());
  else process.stdout.write(JSON.stringify(await TASKS[task]!()));
}
