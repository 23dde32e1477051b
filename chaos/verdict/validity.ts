/** Rule 0: is this run an experiment at all? The load arrived, the pipeline came to rest, nobody else took part. */
import { efficacy } from "./efficacy.ts";
import { type Cohort, type Evidence, endedEarly, type Moving } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { count, percent, plural } from "./words.ts";

/** The share of the planned documents that S3 must have taken. */
const LOAD = 0.95;

export function validity(evidence: Evidence): Finding[] {
  const early = endedEarly(evidence);
  return [
    load(evidence, early),
    quiet(evidence.moving),
    ...(evidence.foreignConsumers ?? []).map(foreign),
    ...evidence.faults.map((fault) => efficacy(fault, early)),
  ];
}

export function load({ planned, accepted }: Cohort, early = false): Finding {
  const share = planned === 0 ? 0 : accepted / planned;
  const says = `S3 accepted ${count(accepted)} of ${count(planned)} planned documents`;
  const enough = accepted > 0 && (early || accepted >= LOAD * planned);
  return {
    rule: "validity",
    outcome: enough ? "held" : "invalid",
    says: enough ? says : `${says} (${percent(share)}): 95 % are needed`,
    numbers: { planned, accepted },
  };
}

/** Only at rest does "nowhere" mean lost. */
export function quiet(moving: readonly Moving[]): Finding {
  const total = moving.reduce((sum, { count: some }) => sum + some, 0);
  const where = moving.map(({ where: place, count: some }) => `${count(some)} in ${place}`).join(", ");
  return {
    rule: "validity",
    outcome: total === 0 ? "held" : "invalid",
    says: total === 0 ? "the pipeline is quiet" : `still moving: ${plural(total, "document")} (${where})`,
    numbers: { moving: total },
  };
}

function foreign(whom: string): Finding {
  return {
    rule: "validity",
    outcome: "invalid",
    says: `messages were taken by a consumer without a ledger of ours: stop ${whom}`,
    numbers: { consumer: whom },
  };
}
