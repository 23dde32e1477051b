import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import type { Random } from "../kernel/random.ts";
import type { LambdaFact } from "./facts.ts";
import type { LambdaPorts } from "./ports.ts";
import type { Runtime } from "./runtime/runtime.ts";

/** What Lambda is given when it is put together. */
export interface LambdaWiring {
  readonly clock: Clock;
  /** On which asynchronous events wait; a faster one lets retries come sooner and leaves runs their time. */
  readonly eventClock?: Clock;
  readonly random: Random;
  readonly feed: Feed<LambdaFact>;
  readonly place: Place;
  readonly ports: LambdaPorts;
  readonly runtime: Runtime;
  /** The account's quota; 1000 unless said otherwise. */
  readonly accountConcurrency?: number;
}
