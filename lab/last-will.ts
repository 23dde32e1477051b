/**
 * What must be done before the process ends by an error that nobody caught: a live run gives back what it has changed.
 * Nobody waits for it longer than a person would.
 */
const wills = new Set<() => Promise<unknown>>();

/** The answer takes the will back. */
export function bequeath(will: () => Promise<unknown>): () => void {
  wills.add(will);
  return () => void wills.delete(will);
}

/** How long a will may take, in milliseconds. */
const PATIENCE = 5000;

/** Carries out every will, and then goes on with `end`; at once if there is none. */
export function carryOutWills(end: () => void): void {
  if (wills.size === 0) {
    end();
    return;
  }
  setTimeout(end, PATIENCE);
  void Promise.allSettled([...wills].map((will) => will())).then(end);
}
