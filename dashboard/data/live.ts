import type { TimeRange } from "../body/time-range.ts";
import type { Fault } from "../picture/faults.ts";
import type { Snapshot } from "./snapshot.ts";

/** What the page is told each time it asks. */
export interface Live {
  /** Of the dashboard. */
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly faults: readonly Fault[];
  /** Undefined where nobody tells of single documents, as on AWS. */
  readonly story?: Story;
  /** The time of a run that is over: the page chooses the moment it looks at. */
  readonly past?: TimeRange;
  /** Of the body: another one means that the dashboard was changed, and the body is asked for again. */
  readonly body: string;
  /** How often to ask, in milliseconds: on AWS a question costs money. */
  readonly refresh: number;
}

/** A dashboard as it was at one moment: all that its picture is made of. */
export interface Frozen {
  /** Of the dashboard. */
  readonly name: string;
  /** The text of the body. */
  readonly body: string;
  readonly snapshot: Snapshot;
  readonly faults: readonly Fault[];
}

/** The documents that something happened to last, the latest first, and the run that publishes. */
export interface Story {
  readonly documents: readonly Told[];
  readonly run?: Running;
}

/** One document's way so far. */
export interface Told {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly steps: readonly Step[];
  readonly end: "on its way" | "announced" | "dead-lettered" | "lost";
}

export interface Step {
  /** Milliseconds after the document was put. */
  readonly after: number;
  readonly says: string;
  readonly bad: boolean;
}

export interface Running {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly documents: number;
}
