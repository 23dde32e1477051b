/**
 * Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002): of elements that
 * together show something, few that still do. None of those that are left can be left out alone.
 *
 *     ........            halves, and if neither shows it
 *     ..  ..  ..  ..      quarters, alone and left out; then eighths, ... until each part is one element
 */
export async function minimumOf<T>(elements: readonly T[], shows: Shows<T>): Promise<readonly T[]> {
  let [rest, parts] = [elements, 2];
  while (rest.length > 1) {
    const pieces = split(rest, Math.min(parts, rest.length));
    const piece = await first(pieces, shows);
    const complement = piece || pieces.length === 2 ? undefined : await first(complementsOf(pieces), shows);
    if (!piece && !complement && pieces.length === rest.length) break;
    parts = piece ? 2 : complement ? Math.max(2, pieces.length - 1) : parts * 2;
    rest = piece ?? complement ?? rest;
  }
  return rest;
}

/** Whether these elements alone still show it. Called with elements in their order, and never with none. */
export type Shows<T> = (elements: readonly T[]) => Promise<boolean>;

export async function first<T>(
  candidates: Iterable<T>,
  is: (candidate: T) => Promise<boolean>,
): Promise<T | undefined> {
  for (const candidate of candidates) if (await is(candidate)) return candidate;
  return undefined;
}

/** Made one at a time: of many pieces there is much to leave over. */
function* complementsOf<T>(pieces: readonly T[][]): Iterable<T[]> {
  for (const out of pieces) yield pieces.flatMap((piece) => (piece === out ? [] : piece));
}

function split<T>(elements: readonly T[], parts: number): T[][] {
  const edge = (part: number) => Math.floor((part * elements.length) / parts);
  return Array.from({ length: parts }, (_, part) => elements.slice(edge(part), edge(part + 1)));
}
