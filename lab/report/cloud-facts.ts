/** What a report takes from the feed: when runs of the function began, failed and were struck, and what alarms did. */
export interface CloudFacts {
  /** Times in milliseconds since 1970. */
  readonly started: readonly number[];
  readonly failed: readonly number[];
  readonly struck: readonly number[];
  readonly alarms: readonly AlarmChange[];
}

export interface AlarmChange {
  readonly at: number;
  readonly alarm: string;
  readonly from: string;
  readonly to: string;
}

/** A feed has many more lines than these, and reading a line is most of the work. */
const TOLD = /"kind":"(InvocationStarted|InvocationEnded|FaultStruck|AlarmStateChanged)"/;

export function cloudFacts(lines: Iterable<string>): CloudFacts {
  const [started, failed, struck]: number[][] = [[], [], []];
  const alarms: AlarmChange[] = [];
  for (const line of lines) {
    if (!TOLD.test(line)) continue;
    const { kind, at, outcome, alarm, from, to } = JSON.parse(line);
    if (kind === "InvocationStarted") started!.push(at);
    else if (kind === "FaultStruck") struck!.push(at);
    else if (kind === "AlarmStateChanged") alarms.push({ at, alarm, from, to });
    else if (kind === "InvocationEnded" && outcome !== "success") failed!.push(at);
  }
  return { started: started!, failed: failed!, struck: struck!, alarms };
}
