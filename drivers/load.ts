/** What a publisher is asked to do. Times are milliseconds from the first document. */
export interface Load {
  /** How many documents; until told to stop when absent. */
  documents?: number;
  perSecond: number;
  /** The share of documents that are malformed, 0 to 1. */
  malformed: number;
  /**
   * `quota` (default): exactly one document of each block of 1 / share, chosen by the seed, so that the planned count
   * is floor(documents x share) and chance has no say in it. `iid`: a coin for each document.
   */
  malformedMode?: "quota" | "iid";
  /** Windows in which another share is malformed. */
  bursts?: readonly Burst[];
  surge?: Surge;
  /** `plain` (default): seven known columns. `subtle`: what real producers send. `bulky`: plain, padded to `bytes`. */
  payload?: "plain" | "subtle" | "bulky";
  /** Size of a bulky document. Default 5 MiB. */
  bytes?: number;
  /** One document in so many is bulky, the others plain. Default 1. */
  bulkyEach?: number;
}

export interface Burst {
  after: number;
  for: number;
  malformed: number;
}

/** The rate climbs in a straight line to `perSecond`, stays there, and falls back at once. */
export interface Surge {
  perSecond: number;
  after: number;
  /** How long the climb takes. Default 10 s. */
  ramp?: number;
  /** How long it stays. Default: to the end. */
  for?: number;
}
