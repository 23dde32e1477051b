import { type ThrottleReason, tooMuchReserved } from "./errors.ts";

/**
 * Who may run, at this moment. A function with reserved concurrency has a pool of its own, which nobody else may use;
 * all others share what the account has left.
 *
 *     account 1000 = transform's own 10 + 990 for everyone else
 *
 * Lambda's limit on how fast a function may grow (1000 more every ten seconds) is beyond what the lab runs, and not
 * modelled.
 */
export class Concurrency {
  readonly limit: number;
  readonly #functions = new Map<string, Usage>();
  #reserved = 0;
  readonly #unreserved: Meter = { running: 0, peak: 0, peakAt: 0 };
  readonly #account: Meter = { running: 0, peak: 0, peakAt: 0 };

  constructor(limit = ACCOUNT_LIMIT) {
    this.limit = limit;
  }

  /** Takes a place for one run, or says why there is none. */
  acquire(now: number, name: string): "acquired" | ThrottleReason {
    const usage = this.#usage(name);
    if (usage.reserved === undefined) {
      if (this.#unreserved.running >= this.unreservedLimit) return "ConcurrentInvocationLimitExceeded";
      rise(this.#unreserved, now);
    } else if (usage.running >= usage.reserved) return "ReservedFunctionConcurrentInvocationLimitExceeded";
    rise(usage, now);
    rise(this.#account, now);
    return "acquired";
  }

  release(name: string): void {
    const usage = this.#usage(name);
    usage.running--;
    this.#account.running--;
    if (usage.reserved === undefined) this.#unreserved.running--;
  }

  reservedOf(name: string): number | undefined {
    return this.#functions.get(name)?.reserved;
  }

  /** @throws InvalidParameterValueException when too little would be left for everyone else */
  reserve(name: string, reserved: number): void {
    const usage = this.#usage(name);
    if (this.unreservedLimit + (usage.reserved ?? 0) - reserved < LEAST_UNRESERVED) {
      throw tooMuchReserved(LEAST_UNRESERVED);
    }
    this.unreserve(name);
    usage.reserved = reserved;
    this.#reserved += reserved;
    this.#unreserved.running -= usage.running;
  }

  unreserve(name: string): void {
    const usage = this.#usage(name);
    if (usage.reserved === undefined) return;
    this.#reserved -= usage.reserved;
    this.#unreserved.running += usage.running;
    delete usage.reserved;
  }

  /** What functions without a reservation may use together. */
  get unreservedLimit(): number {
    return this.limit - this.#reserved;
  }

  running(name: string): number {
    return this.#functions.get(name)?.running ?? 0;
  }

  /** The highest counts since they were read last, for those that counted at all. Reading starts them anew. */
  peaks(now: number): Peaks {
    const functions = [...this.#functions].flatMap(([name, usage]) => {
      const peak = read(usage, now);
      return peak ? [{ name, ...peak }] : [];
    });
    return { functions, unreserved: read(this.#unreserved, now), account: read(this.#account, now) };
  }

  #usage(name: string): Usage {
    let usage = this.#functions.get(name);
    if (!usage) {
      usage = { running: 0, peak: 0, peakAt: 0 };
      this.#functions.set(name, usage);
    }
    return usage;
  }
}

/** The default quota of an account and region (Lambda quotas). */
const ACCOUNT_LIMIT = 1000;

/** What Lambda keeps for functions without a reservation (developer guide: reserved concurrency). */
const LEAST_UNRESERVED = 100;

interface Meter {
  running: number;
  peak: number;
  peakAt: number;
}

interface Usage extends Meter {
  reserved?: number;
}

export interface Peak {
  readonly value: number;
  /** When it was reached. */
  readonly at: number;
}

export interface Peaks {
  readonly functions: readonly (Peak & { readonly name: string })[];
  readonly unreserved: Peak | undefined;
  readonly account: Peak | undefined;
}

function rise(meter: Meter, now: number): void {
  meter.running++;
  if (meter.running <= meter.peak) return;
  meter.peak = meter.running;
  meter.peakAt = now;
}

function read(meter: Meter, now: number): Peak | undefined {
  const { peak: value, peakAt: at } = meter;
  meter.peak = meter.running;
  meter.peakAt = now;
  return value > 0 ? { value, at } : undefined;
}
