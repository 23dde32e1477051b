import type { FaultDesk, FaultOrder, FaultRecord } from "../../chaos/aws.ts";
import { LabError } from "../../cloud/kernel/errors.ts";

/** Where a served cloud takes orders for its own faults, over HTTP. */
export class ServedFaults implements FaultDesk {
  readonly #at: string;

  constructor(endpoint: string) {
    this.#at = new URL("/_lab/faults", endpoint).href;
  }

  /**
   * @throws LabError in the cloud's words, or LAB_LOCAL_ONLY where no cloud of this lab answers
   */
  async send(order: FaultOrder, { abortSignal }: { abortSignal?: AbortSignal } = {}): Promise<FaultRecord | undefined> {
    const [method, id] =
      "read" in order ? ["GET", order.read] : "put" in order ? ["PUT", order.put] : ["DELETE", order.remove];
    const told = "put" in order && {
      body: JSON.stringify(order.fault),
      headers: { "content-type": "application/json" },
    };
    const patience = AbortSignal.timeout(PATIENCE);
    const signal = abortSignal ? AbortSignal.any([abortSignal, patience]) : patience;
    const response = await fetch(`${this.#at}/${id}`, { method, ...told, signal }).catch(passing);
    const answer = (await response.json().catch(() => ({}))) as FaultRecord & Partial<LabError>;
    if (response.ok && answer.id === id) return answer;
    if (response.status === 404 && answer.code === "LAB_FAULT_UNKNOWN") return undefined;
    throw new LabError(answer.code ?? "LAB_LOCAL_ONLY", answer.message ?? notOurs(this.#at), answer.next ?? NEXT);
  }
}

/** The faults in force in a served cloud of this lab; none where another one answers, or AWS. */
export async function faultsAt(endpoint = process.env.AWS_ENDPOINT_URL): Promise<readonly FaultRecord[]> {
  if (!endpoint) return [];
  const response = await fetch(new URL("/_lab/faults", endpoint), { signal: AbortSignal.timeout(PATIENCE) });
  const { faults } = (await response.json().catch(() => ({}))) as { faults?: unknown };
  return response.ok && Array.isArray(faults) ? faults : [];
}

/** Milliseconds that one answer may take. */
const PATIENCE = 10_000;
const NEXT = "Serve a cloud of this lab: npx chaoslab up";

function notOurs(at: string): string {
  return `Nothing at ${at} takes faults on links and at doors.`;
}

/** An answer that did not come is told as the SDK tells it: with the code that Node has for it. */
function passing(error: Error): never {
  if (error.name === "AbortError") throw error;
  const cause = error.cause instanceof Error ? error.cause : error;
  const { code } = cause as NodeJS.ErrnoException;
  const known = typeof code === "string" && /^E[A-Z]/.test(code);
  throw known ? cause : Object.assign(new Error(cause.message), { code: "ECONNRESET" });
}
