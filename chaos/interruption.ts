/** Thrown out of a run's wait when somebody wants it to end; what was changed is restored all the same. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
    this.name = "Interrupted";
  }
}

/** Waits for `work`, or throws `Interrupted` as soon as the signal fires. */
export async function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  if (signal.aborted) {
    // Nobody waits for it any more, not even to hear that it failed.
    work.catch(() => {});
    throw new Interrupted();
  }
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(new Interrupted());
    signal.addEventListener("abort", abort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
