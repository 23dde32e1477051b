import { count, duration } from "../../../chaos/verdict/words.ts";
import { endedAt, type Facts, type LedgerDocument, takenAt } from "../facts.ts";
import { type Bins, binsOver, percentileOf, percentiles, rates, type Sample, type Span } from "../series.ts";
import { linear, logarithmic } from "./axis.ts";
import { plot, type Series } from "./plot.ts";

/** Everything of a report that has the time of the run from left to right. */
export function plots(facts: Facts): string {
  const { journal, documents } = facts;
  const bins = binsOver(spanOf(facts));
  if (documents.length === 0 && !facts.cloud) return "";
  const faults = journal.faults.map(({ from, until }) => ({ from, until: Math.min(until, Date.parse(journal.end)) }));
  const shared = { bins, faults };
  return [
    latency(facts, shared),
    throughput(documents, shared),
    ...(facts.cloud ? [invocations(facts.cloud, shared)] : []),
  ].join("\n");
}

interface Shared {
  readonly bins: Bins;
  readonly faults: readonly Span[];
}

export function spanOf({ journal }: Facts): Span {
  return { from: Date.parse(journal.start), until: Date.parse(journal.end) };
}

function latency({ journal, documents }: Facts, shared: Shared): string {
  const samples = documents.flatMap(waitOf);
  const sorted = samples.map(([, wait]) => wait).sort((a, b) => a - b);
  const [median, p99] = percentiles(shared.bins, samples, [50, 99]);
  const { freshness } = journal.experiment.steady_state_hypothesis;
  const limit = freshness && { name: `limit ${duration(freshness.within)}`, value: freshness.within };
  const of = (percentile: number) => duration(percentileOf(sorted, percentile) ?? Number.NaN);
  const overall = sorted.length === 0 ? "" : ` Over the whole run: median ${of(50)}, p99 ${of(99)}.`;
  return plot({
    ...{ ...shared, limit },
    title: "How long documents took",
    says: `Well-formed documents, by the moment S3 accepted them: the time to the first delivery or to the dead-letter queue, ${bin(shared.bins)}.${overall}`,
    series: [
      { name: "median", values: median! },
      { name: "p99", values: p99! },
    ],
    axis: logarithmic([...valuesOf(median!), ...valuesOf(p99!), ...(limit ? [limit.value] : [])]),
  });
}

function waitOf(document: LedgerDocument): Sample[] {
  const [since, until] = [takenAt(document), endedAt(document)];
  return document.malformed || since === undefined || until === undefined ? [] : [[since, Math.max(0, until - since)]];
}

function throughput(documents: readonly LedgerDocument[], shared: Shared): string {
  const accepted = documents.flatMap((document) => takenAt(document) ?? []);
  const delivered = documents.flatMap(({ firstDeliveryAt }) => firstDeliveryAt ?? []);
  const dead = documents.flatMap(({ deadLetter }) => deadLetter?.at ?? []);
  const said = `${count(accepted.length)} accepted, ${count(delivered.length)} delivered, ${count(dead.length)} dead-lettered`;
  const series = [
    { name: "accepted", values: rates(shared.bins, accepted) },
    { name: "dead-lettered", values: rates(shared.bins, dead) },
    { name: "delivered", values: rates(shared.bins, delivered) },
  ];
  const says = `Documents a second, ${bin(shared.bins)}: ${said} in the whole run, baseline and recovery included.`;
  return plot({ ...shared, title: "Throughput", says, series, axis: axisOf(series) });
}

function invocations({ started, failed, struck }: NonNullable<Facts["cloud"]>, shared: Shared): string {
  const series = [
    { name: "runs begun", values: rates(shared.bins, started) },
    { name: "runs failed", values: rates(shared.bins, failed) },
    { name: "struck by a fault", values: rates(shared.bins, struck) },
  ];
  const said = `${count(started.length)} runs, ${count(failed.length)} failed, ${count(struck.length)} struck`;
  const says = `Runs of the function a second, as the cloud counted them, ${bin(shared.bins)}: ${said}.`;
  return plot({ ...shared, title: "The function", says, series, axis: axisOf(series) });
}

function axisOf(series: readonly Series[]) {
  return linear(Math.max(...series.flatMap(({ values }) => valuesOf(values))), "/s");
}

function valuesOf(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function bin({ width }: Bins): string {
  return `in steps of ${duration(width)}`;
}
