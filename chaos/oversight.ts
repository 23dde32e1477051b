import { unlessInterrupted } from "./interruption.ts";
import { isPassing } from "./patience.ts";
import { EProcess } from "./verdict/e-process.ts";
import { DEFAULT_BUDGET, type GateEvidence, type Hypothesis, type StopEvidence } from "./verdict/evidence.ts";
import { gate, hypotheses } from "./verdict/gate.ts";
import { type Hypotheses, Sprt } from "./verdict/sprt.ts";
import { stop } from "./verdict/stop.ts";
import type { Drive, End } from "./world.ts";

/** How often a run looks what has become of its documents. */
const LOOK_AGAIN = 5000;
const LEAVE = 5000;

/**
 * Looks at the documents while they are on their way, in order of publication, and ends the run when it has seen enough.
 *
 *     document 1, 2, 3, ... --each when all earlier ones have ended--> stop rule (more damage than the budget allows)
 *                                                                  `-> quick gate (the budget, or ten times as much)
 */
export class Oversight {
  readonly #clock: Clock;
  readonly #budget: number;
  readonly #hypotheses: Hypotheses | undefined;
  readonly #stop: EProcess | undefined;
  readonly #gate: Sprt | undefined;
  readonly #enough = new AbortController();
  #gateSince = Number.POSITIVE_INFINITY;
  #leave = new AbortController();
  #round: Promise<void> = Promise.resolve();
  #error: unknown;

  constructor({ stopRule = false, gate }: Tests, hypothesis: Hypothesis, clock: Clock) {
    this.#clock = clock;
    this.#budget = hypothesis.collateral?.budget ?? DEFAULT_BUDGET;
    const permitted = hypothesis.permits?.includes("collateral") === true;
    this.#stop = stopRule && !permitted ? new EProcess(this.#budget) : undefined;
    this.#hypotheses = gate === undefined ? undefined : hypotheses(hypothesis);
    this.#gate = this.#hypotheses && new Sprt(this.#hypotheses);
  }

  /** Fires when there is nothing more to wait for: a test has decided, or the documents cannot be looked at. */
  get enough(): AbortSignal {
    return this.#enough.signal;
  }

  /** What was seen speaks against the claim: what is changed is to be given back at once. */
  get refuted(): boolean {
    return this.#stop?.breached === true || this.#gate?.decision === "refused";
  }

  /** The documents that are accepted from `since` on are the gate's: nobody asks it about a fault not yet in force. */
  admit(since: number): void {
    this.#gateSince = Math.min(this.#gateSince, since);
  }

  /**
   * Looks every few seconds until `rest`; `ended` hears why if that is the end. What waits in queues that the run will
   * yet empty has not come to its end.
   */
  watch(drive: Drive, emptied: readonly string[], ended: (why: string) => void): void {
    if (!(this.#stop ?? this.#gate) || this.#enough.signal.aborted) return;
    this.#leave = new AbortController();
    this.#round = this.#look(drive, emptied, this.#leave.signal).then((why) => {
      if (why === undefined) return;
      ended(why);
      this.#enough.abort();
    });
  }

  /** Looks no more, and has given back what it holds of the queues. */
  async rest(): Promise<void> {
    this.#leave.abort();
    await this.#round;
  }

  /** The same where nobody waits for the documents any more, be it that somebody holds the cloud: for some seconds. */
  async leave(): Promise<void> {
    this.#leave.abort();
    await Promise.race([this.#round, this.#clock.sleep(LEAVE)]);
  }

  /** @throws what stood in the way of looking; a rule that sees nothing protects nobody */
  check(): void {
    if (this.#error !== undefined) throw this.#error;
  }

  /** Reads the rest of a cohort that has settled, as far as a gate still asks. */
  async conclude(drive: Drive): Promise<void> {
    if (!this.#gate || this.#gate.decision) return;
    for (const end of await drive.news({ emptied: [], settled: true })) this.#admitted(end);
  }

  get evidence(): { stop?: StopEvidence; gate?: GateEvidence } {
    return {
      ...(this.#stop && { stop: this.#stopped(this.#stop) }),
      ...(this.#gate && { gate: this.#gated(this.#gate) }),
    };
  }

  /** Answers with the reason when enough was seen. */
  async #look(drive: Drive, emptied: readonly string[], leave: AbortSignal): Promise<string | undefined> {
    for (;;) {
      await unlessInterrupted(leave, this.#clock.sleep(LOOK_AGAIN)).catch(() => {});
      if (leave.aborted) return undefined;
      try {
        for (const end of await drive.news({ emptied, settled: false })) this.#read(end);
      } catch (error) {
        // A cloud that is being disturbed may not answer for once.
        if (isPassing(error)) continue;
        this.#error = error;
        return "the documents cannot be looked at";
      }
      if (this.#decided) return this.#why();
    }
  }

  #read(end: End): void {
    if (this.#decided) return;
    this.#stop?.read(end.collateral);
    this.#admitted(end);
  }

  #admitted({ acceptedAt, collateral }: End): void {
    if (acceptedAt >= this.#gateSince) this.#gate?.read(collateral);
  }

  #why(): string {
    const { stop: rule, gate: quick } = this.evidence;
    return rule?.stopped ? stop(rule).says : gate(quick!).says;
  }

  get #decided(): boolean {
    return this.#stop?.breached === true || this.#gate?.decision !== undefined;
  }

  #stopped({ documents, collateral, eValue, breached }: EProcess): StopEvidence {
    return { documents, collateral, eValue, budget: this.#budget, stopped: breached };
  }

  #gated({ documents, collateral, ratio, furtherClean, decision }: Sprt): GateEvidence {
    const endedEarly = this.#enough.signal.aborted && decision !== undefined;
    const read = { documents, collateral, ratio, furtherClean };
    return { ...read, ...this.#hypotheses!, decision: decision ?? "undecided", endedEarly };
  }
}

/** What a run asks of its documents while they are on their way. */
export interface Tests {
  readonly stopRule?: boolean | undefined;
  readonly gate?: "quick" | undefined;
}

interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}
