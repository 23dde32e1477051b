/** One task that waits for an instant. Cancelling it is enough: whoever pops it later passes over it. */
export interface Alarm {
  readonly instant: number;
  cancel(): void;
}

interface Entry extends Alarm {
  readonly order: number;
  readonly task: () => void;
  readonly background: boolean;
  cancelled: boolean;
}

/**
 * Waiting tasks by instant, and by the order they were set in where instants are equal: a binary heap. Background
 * tasks (a gauge read each minute) come round for ever and are counted apart, or a stuck story would never be noticed.
 */
export class Alarms {
  readonly #heap: Entry[] = [];
  #order = 0;
  #foreground = 0;

  /** How many waiting tasks are not background tasks. */
  get foreground(): number {
    return this.#foreground;
  }

  set(instant: number, task: () => void, kind: "foreground" | "background" = "foreground"): Alarm {
    const retire = () => this.#retire(entry);
    const entry: Entry = {
      instant,
      task,
      order: this.#order++,
      background: kind === "background",
      cancelled: false,
      cancel: retire,
    };
    if (!entry.background) this.#foreground++;
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
    return entry;
  }

  /** The next task that was not cancelled, taken out. */
  pop(): { readonly instant: number; readonly task: () => void } | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (!first) return undefined;
      const last = this.#heap.pop()!;
      if (last !== first) {
        this.#heap[0] = last;
        this.#sink();
      }
      if (first.cancelled) continue;
      this.#retire(first);
      return first;
    }
  }

  #retire(entry: Entry): void {
    if (!entry.cancelled && !entry.background) this.#foreground--;
    entry.cancelled = true;
  }

  #rise(index: number): void {
    const heap = this.#heap;
    const entry = heap[index]!;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = entry;
  }

  #sink(): void {
    const heap = this.#heap;
    const entry = heap[0]!;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, entry)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = entry;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.instant < b.instant || (a.instant === b.instant && a.order < b.order);
}
