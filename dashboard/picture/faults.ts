/** A fault and the time it was in force, as the page lays it over every graph. Milliseconds since 1970. */
export interface Fault {
  readonly name: string;
  readonly from: number;
  /** Still in force if it is not there. */
  readonly until?: number;
  /** The run it belongs to, if one is known. */
  readonly run?: string;
}
