/**
 * Chance without a random number generator: whether a fault strikes a run is a pure function of the seed, the run's
 * request id, the instant it started and the fault's name. The same run meets the same fault when it is told again,
 * and the attempts of one event (AWS keeps their request id, not their start) are independent of each other.
 *
 *     FNV-1a (32 bits) of "seed/request id/start/fault"  ->  state  ->  splitmix32  ->  [0,1), [0,1), ...
 *
 * FNV-1a is Fowler, Noll and Vo's hash. splitmix32 is the generator of Steele, Lea and Flood, "Fast Splittable
 * Pseudorandom Number Generators" (2014), on 32 bits: a counter under MurmurHash3's finaliser, which spreads the bits
 * that FNV leaves close together.
 */

const FNV_OFFSET_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const GOLDEN_GAMMA = 0x9e3779b9;

/** What a fault's chance depends on. `start`: milliseconds since 1970. */
export interface Run {
  readonly requestId: string;
  readonly start: number;
}

/** A stream of numbers in [0,1) for one fault in one run: the first says whether it strikes, the next how hard. */
export function chances(seed: number, run: Run, fault: string): () => number {
  let state = fnv1a(`${seed}/${run.requestId}/${run.start}/${fault}`);
  return () => {
    state = (state + GOLDEN_GAMMA) >>> 0;
    return mix(state) / 2 ** 32;
  };
}

function fnv1a(text: string): number {
  let hash = FNV_OFFSET_BASIS;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return hash >>> 0;
}

function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
