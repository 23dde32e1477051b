import { factsOf } from "../report/facts.ts";
import { type Format, REPORTS, writeReports } from "../report/reports.ts";
import { RUNS, shown } from "../run-folder.ts";
import { folderOf } from "../stored-run.ts";

export interface ReportOptions {
  readonly out?: string | undefined;
  readonly format?: Format | undefined;
}

/** `chaoslab report`: writes the reports of a stored run again and names them, or prints the one that is asked for. */
export function report(run: string, { out = RUNS, format }: ReportOptions): number {
  const folder = folderOf(run, out);
  const text = format ? REPORTS[format].write(factsOf(folder)) : `${writeReports(folder).map(shown).join("\n")}\n`;
  process.stdout.write(text);
  return 0;
}
