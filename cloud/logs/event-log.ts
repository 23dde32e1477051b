/** One line of a log. Times are milliseconds since 1970. */
export interface LogEvent {
  /** When it happened, as its writer says. */
  readonly timestamp: number;
  readonly message: string;
  readonly ingestedAt: number;
  /** Counts up with every event of the cloud: it orders events of one millisecond, and tells any two apart. */
  readonly sequence: number;
  readonly stream: string;
}

/** A place between two events: those at or after it come next, those before it came before. */
export interface Position {
  readonly timestamp: number;
  readonly sequence: number;
}

/**
 * Events in the order of their time. Writers are mostly in time, so that appending is a push; an event from the past
 * is put where it belongs. Reading starts anywhere by bisection.
 */
export class EventLog {
  readonly #events: LogEvent[] = [];
  #bytes = 0;

  get length(): number {
    return this.#events.length;
  }

  /** As AWS counts: the messages in UTF-8 and 26 bytes an event. */
  get bytes(): number {
    return this.#bytes;
  }

  at(index: number): LogEvent | undefined {
    return this.#events[index];
  }

  append(event: LogEvent): void {
    const last = this.#events[this.#events.length - 1];
    if (last === undefined || last.timestamp <= event.timestamp) this.#events.push(event);
    else this.#events.splice(this.indexOf(event), 0, event);
    this.#bytes += sizeOf(event);
  }

  /** The index of the first event at or after a position. */
  indexOf({ timestamp, sequence }: Position): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const event = this.#events[middle]!;
      const before = event.timestamp < timestamp || (event.timestamp === timestamp && event.sequence < sequence);
      if (before) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Forgets what happened before an instant. */
  expire(instant: number): void {
    const count = this.indexOf({ timestamp: instant, sequence: 0 });
    for (const event of this.#events.splice(0, count)) this.#bytes -= sizeOf(event);
  }

  /** Forgets one stream's events. */
  drop(stream: string): void {
    const kept = this.#events.filter((event) => event.stream !== stream);
    this.#events.length = 0;
    this.#bytes = 0;
    for (const event of kept) this.append(event);
  }
}

export function sizeOf({ message }: { readonly message: string }): number {
  return Buffer.byteLength(message) + 26;
}
