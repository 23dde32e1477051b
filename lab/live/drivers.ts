import type { Experiment } from "../../chaos/experiment.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { type BackgroundDriver, driversAtWork } from "./background.ts";

/** Whose documents a live run judges: its own, or those of drivers in the background. */
export type Whose = "own" | "drivers" | undefined;

/** A publisher and at least one subscriber in the background, both at one pipeline. */
export interface Drivers {
  readonly publisher: BackgroundDriver;
  readonly subscribers: readonly BackgroundDriver[];
}

/**
 * The drivers that a run is to judge; undefined if it brings its own. Drivers are taken when they are there, unless
 * somebody says otherwise.
 *
 * @throws LabError LAB_DRIVERS_AT_WORK, LAB_NO_DRIVERS, LAB_NEEDS_OWN_LOAD or LAB_TWO_PUBLISHERS
 */
export function driversFor(
  whose: Whose,
  pipeline: EtlPipeline,
  { load }: Experiment,
  atWork = driversAtWork(),
): Drivers | undefined {
  const at = (role: BackgroundDriver["role"], place: string) =>
    atWork.filter((driver) => driver.role === role && driver.target === place);
  const publishers = at("publisher", pipeline.documentsBucket);
  const subscribers = at("subscriber", pipeline.deliveriesQueueUrl);
  if (whose === "own") return subscribers.length > 0 ? refuse(inTheWay(subscribers)) : undefined;
  if (publishers.length === 0 || subscribers.length === 0) {
    if (whose === "drivers") refuse(missing(publishers, subscribers));
    return publishers.length + subscribers.length > 0 ? refuse(half(publishers, subscribers)) : undefined;
  }
  if (publishers.length > 1) refuse(several(publishers));
  if (load.bursts || load.surge || load.payload || load.publisher || load.subscriber)
    refuse(shaped([...publishers, ...subscribers]));
  return { publisher: publishers[0]!, subscribers };
}

const pids = (drivers: readonly BackgroundDriver[]) => drivers.map(({ pid }) => pid).join(" ");

function refuse(error: LabError): never {
  throw error;
}

function inTheWay(subscribers: readonly BackgroundDriver[]): LabError {
  return new LabError(
    "LAB_DRIVERS_AT_WORK",
    `A subscriber is at work (pid ${pids(subscribers)}) and would take this run's notifications.`,
    `Stop it (kill ${pids(subscribers)}), or judge its documents: --load drivers`,
  );
}

function missing(publishers: readonly BackgroundDriver[], subscribers: readonly BackgroundDriver[]): LabError {
  const who = publishers.length > 0 ? "subscriber" : subscribers.length > 0 ? "publisher" : "publisher or subscriber";
  return new LabError(
    "LAB_NO_DRIVERS",
    `There is no ${who} at work on this pipeline.`,
    "Start them: npm run publisher & npm run subscriber &",
  );
}

/** A lonely subscriber takes a run's messages; a lonely publisher's documents pile up beside the run's own. */
function half(publishers: readonly BackgroundDriver[], subscribers: readonly BackgroundDriver[]): LabError {
  const [here, other] = publishers.length > 0 ? ["publisher", "subscriber"] : ["subscriber", "publisher"];
  const who = pids([...publishers, ...subscribers]);
  return new LabError(
    "LAB_DRIVERS_AT_WORK",
    `A ${here} is at work on this pipeline (pid ${who}), and no ${other}.`,
    `Start the other one (npm run ${other} &) and its documents are judged, or stop it: kill ${who}`,
  );
}

function several(publishers: readonly BackgroundDriver[]): LabError {
  return new LabError(
    "LAB_TWO_PUBLISHERS",
    `Several publishers are at work on this pipeline (pids ${pids(publishers)}); a run judges the documents of one.`,
    `Stop the others: kill ${pids(publishers.slice(1))}`,
  );
}

function shaped(drivers: readonly BackgroundDriver[]): LabError {
  return new LabError(
    "LAB_NEEDS_OWN_LOAD",
    "This experiment shapes its load; drivers in the background publish as they were told.",
    `Stop them (kill ${pids(drivers)}); the run brings its own.`,
  );
}
