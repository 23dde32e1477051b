/** Where a condition that turns from false to true, and stays true, does so. */

/** The smallest whole number in [from, to] for which `holds`, or undefined. `holds` must not turn back to false. */
export function first(from: number, to: number, holds: (value: number) => boolean): number | undefined {
  if (from > to || !holds(to)) return undefined;
  let [low, high] = [from, to];
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The same without an upper end: the end is doubled until the condition holds there, up to `limit`. */
export function firstFrom(from: number, limit: number, holds: (value: number) => boolean): number | undefined {
  let end = Math.max(from, 1);
  while (end < limit && !holds(end)) end = Math.min(limit, end * 2);
  return first(from, end, holds);
}
