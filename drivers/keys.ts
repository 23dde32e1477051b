/**
 * Where a document goes in and comes out: `input/<run>/<sequence>.json` and `output/<run>/<sequence>.csv`. Keys carry
 * the run, so that yesterday's messages are nobody's loss, and eight digits, so that they sort as they were published.
 */

export interface Place {
  run: string;
  sequence: number;
}

/** Whatever the drivers write and read lies under these. */
export const INPUT = "input/";
export const OUTPUT = "output/";

export function inputKey({ run, sequence }: Place): string {
  return `input/${run}/${digits(sequence)}.json`;
}

export function outputKey({ run, sequence }: Place): string {
  return `output/${run}/${digits(sequence)}.csv`;
}

/**
 * The document that either key belongs to; undefined for keys that no driver made. A CSV that somebody has named for
 * more than its document, `00000001-2026-01-01.csv`, is still that document's.
 */
export function placeOf(key: string): Place | undefined {
  const match = /^(?:input\/(.+)\/(\d{8,})\.json|output\/(.+)\/(\d{8,})(?:-[\w.-]+)?\.csv)$/.exec(key);
  const [run, sequence] = match === null ? [] : [match[1] ?? match[3], match[2] ?? match[4]];
  return run === undefined || sequence === undefined ? undefined : { run, sequence: Number(sequence) };
}

export function digits(sequence: number): string {
  return String(sequence).padStart(8, "0");
}
