import type { Call } from "../../chaos/call.ts";
import type { Journal } from "../../chaos/journal.ts";
import { parseBody } from "../../dashboard/body/body.ts";
import type { TimeRange } from "../../dashboard/body/time-range.ts";
import type { Frozen } from "../../dashboard/data/live.ts";
import { takeSnapshot } from "../../dashboard/data/snapshot.ts";
import type { Source } from "../../dashboard/data/source.ts";
import type { Fault } from "../../dashboard/picture/faults.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";

/** What `dashboard.json` of a run holds: its dashboard when it ended, or why CloudWatch did not show it. */
export type Keepsake = Frozen | { readonly refused: string };

/** What it takes to keep it. */
export function keepsakeCalls({ accountId, dashboard }: Pick<EtlPipeline, "accountId" | "dashboard">): Call[] {
  const spare = "the report has no dashboard";
  return [
    // Dashboards belong to no region (Service Authorization Reference).
    {
      operation: "cloudwatch:GetDashboard",
      resource: `arn:aws:cloudwatch::${accountId}:dashboard/${dashboard}`,
      spare,
    },
    { operation: "cloudwatch:DescribeAlarms", resource: "alarm:*", spare },
    { operation: "cloudwatch:GetMetricData", resource: "*", spare },
  ];
}

export interface Visit {
  readonly journal: Journal;
  /** The dashboard's. */
  readonly name: string;
  readonly now: number;
}

/** Looks at the dashboard once, over the whole time of a run that has ended. A refusal is kept, and not thrown. */
export async function keepsake(source: Source, { journal, name, now }: Visit): Promise<Keepsake> {
  try {
    const text = await source.getDashboard(name);
    const body = parseBody(text);
    const range = rangeOf(spanOf(journal));
    const snapshot = await takeSnapshot(body, source, { now, range, periodOverride: body.periodOverride });
    return { name, body: text, snapshot, faults: faultsOf(journal) };
  } catch (error) {
    return { refused: error instanceof Error ? error.message || error.name : String(error) };
  }
}

export function faultsOf({ id, faults }: Pick<Journal, "id" | "faults">): Fault[] {
  return faults.map(({ action, from, until }) => ({ name: action, from, until, run: id }));
}

/** What graphs of a run show: from the minute in which it began, because its first values are that minute's. */
export function rangeOf({ from, to }: TimeRange): TimeRange {
  return { from: Math.floor(from / 60_000) * 60_000, to };
}

/** The time of a run; one that ended where it began has a moment all the same, or nothing could be asked about it. */
export function spanOf({ start, end }: Pick<Journal, "start" | "end">): TimeRange {
  const from = Date.parse(start);
  return { from, to: Math.max(Date.parse(end), from + 1000) };
}
