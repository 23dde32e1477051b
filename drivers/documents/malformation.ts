/**
 * Which documents are malformed: a pure function of the seed, the number of documents, their share and mode, and the
 * schedule where a burst raises the share for a while.
 *
 *     share 0.25   | . . X . | X . . . | . . . X | . .      one of each block, none in a block that stays incomplete
 */
import type { Burst, Load } from "../load.ts";
import { type Stream, streamOf } from "../random.ts";
import { scheduleOf } from "../schedule.ts";

/** Shares are counted in whole parts of 10^15, so that a thousand times 0.001 is one. */
const WHOLE = 1e15;
/** What rounding a share to such parts may cost over a million blocks: three times 1/3 shall be one as well. */
const ROUNDING = 1e6;

export interface Malformation {
  isMalformed(sequence: number): boolean;
  /** How many of the first `documents` are malformed. */
  planned(documents: number): number;
}

export function malformationOf(seed: string | number, load: Load): Malformation {
  const isMalformed = load.malformedMode === "iid" ? coin(seed, load) : quota(seed, load);
  const planned = (documents: number) => {
    let count = 0;
    for (let sequence = 0; sequence < documents; sequence++) if (isMalformed(sequence)) count++;
    return count;
  };
  return { isMalformed, planned };
}

/** The share of malformed documents, for a document by when it is due. */
function shareOf(load: Load): (sequence: number) => number {
  const { malformed, bursts = [] } = load;
  for (const share of [malformed, ...bursts.map((burst) => burst.malformed)])
    if (!(share >= 0 && share <= 1)) throw new RangeError(`A share of malformed documents is 0 to 1, not ${share}.`);
  if (bursts.length === 0) return () => malformed;
  const due = scheduleOf(load);
  return (sequence) => bursts.find((burst) => during(burst, due(sequence)))?.malformed ?? malformed;
}

function during({ after, for: length }: Burst, at: number): boolean {
  return at >= after && at < after + length;
}

function coin(seed: string | number, load: Load): (sequence: number) => boolean {
  const share = shareOf(load);
  return (sequence) => streamOf(seed, "malformed", sequence).chance(share(sequence));
}

/** Document i ends a block where the running sum of shares passes a whole number. */
function quota(seed: string | number, load: Load): (sequence: number) => boolean {
  const [share, end, chosen] = [shareOf(load), endOfBlocks(load), new Set<number>()];
  let [start, sum] = [0, 0];
  let block: number[] = [];
  const extend = () => {
    const part = Math.round(share(start + block.length) * WHOLE);
    block.push(part);
    sum += part;
    if (sum < WHOLE - ROUNDING) return;
    sum -= WHOLE;
    chosen.add(start + weighted(block, streamOf(seed, "block", start)));
    start += block.length;
    block = [];
  };
  return (sequence) => {
    // A document is decided once its block is complete, or can no longer be completed.
    while (sequence >= start && start + block.length < end) extend();
    return chosen.has(sequence);
  };
}

/** Where a block spans the edge of a burst, its documents are chosen by their shares: those outside less, or never. */
function weighted(parts: readonly number[], stream: Stream): number {
  let left = stream.next() * parts.reduce((sum, part) => sum + part, 0);
  const index = parts.findIndex((part) => {
    left -= part;
    return left < 0;
  });
  return index < 0 ? parts.length - 1 : index;
}

/** The first document that can belong to no complete block: after the last, or where nothing is malformed any more. */
function endOfBlocks(load: Load): number {
  const { documents = Number.POSITIVE_INFINITY, malformed, bursts = [] } = load;
  if (malformed > 0) return documents;
  const quiet = bursts.reduce((latest, burst) => Math.max(latest, burst.after + burst.for), 0);
  const due = scheduleOf(load);
  let sequence = 0;
  while (sequence < documents && due(sequence) < quiet) sequence++;
  return sequence;
}
