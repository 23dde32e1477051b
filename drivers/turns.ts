/** A limit of so many a second, shared by all who take turns. */
import { type Clock, pause } from "./pause.ts";

export function turns(clock: Clock, perSecond: number | undefined, stop: AbortSignal): () => Promise<void> {
  if (perSecond === undefined) return async () => {};
  if (!(perSecond > 0)) throw new RangeError(`A rate is above 0 messages a second, not ${perSecond}.`);
  let next = clock.now();
  return async () => {
    const mine = Math.max(next, clock.now());
    next = mine + 1000 / perSecond;
    await pause(clock, mine - clock.now(), stop);
  };
}
