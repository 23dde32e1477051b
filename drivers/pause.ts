/** Waiting that ends early when one is told to stop. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export async function pause(clock: Clock, milliseconds: number, stop: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || stop.aborted) return;
  const { promise, settle } = signalled(stop);
  await Promise.race([clock.sleep(milliseconds), promise]);
  settle();
}

function signalled(stop: AbortSignal): { promise: Promise<void>; settle: () => void } {
  let settle = () => {};
  const promise = new Promise<void>((resolve) => {
    const ended = () => resolve();
    stop.addEventListener("abort", ended, { once: true });
    // Taken off again, or a long run would leave one listener for each pause it made.
    settle = () => stop.removeEventListener("abort", ended);
  });
  return { promise, settle };
}
