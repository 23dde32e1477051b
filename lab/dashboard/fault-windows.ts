import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ParameterHistory, paginateGetParameterHistory, type SSMClient } from "@aws-sdk/client-ssm";
import type { FaultRecord } from "../../chaos/aws.ts";
import { placeOf } from "../../chaos/settings/cloud.ts";
import type { Fault } from "../../dashboard/picture/faults.ts";
import { LEASES, recordedRuns } from "../leases/records.ts";
import { type Site, sameSite } from "../leases/site.ts";
import { RUNS } from "../run-folder.ts";

/** Faults are looked for no more often than this, in milliseconds. */
const LOOK_AGAIN = 2000;

/**
 * When faults were in force, for the dashboard to lay over its graphs. Four books tell of them:
 *
 *     build/runs/ID/journal.json    every fault of a live run, once it has ended
 *     .chaoslab/leases/             what runs hold changed now, or have left behind
 *     history of the parameter      the function's own faults, whoever wrote them
 *     the embedded cloud            faults on its links and at its doors, whoever put them in force
 */
export class FaultWindows {
  readonly #ssm: SSMClient;
  readonly #parameter: () => string | undefined;
  readonly #site: () => Site | undefined;
  readonly #cloud: () => readonly FaultRecord[];
  readonly #runs: string;
  readonly #leases: string;
  readonly #read = new Map<string, readonly Fault[]>();
  #known: readonly Fault[] = [];
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(wiring: FaultBooks) {
    this.#ssm = wiring.ssm;
    this.#parameter = wiring.parameter;
    this.#site = wiring.site ?? (() => undefined);
    this.#cloud = wiring.cloud ?? (() => []);
    this.#runs = wiring.runs ?? RUNS;
    this.#leases = wiring.leases ?? LEASES;
  }

  /** In the order of their beginnings. */
  readonly faults = async (): Promise<readonly Fault[]> => {
    const now = performance.now();
    if (now - this.#lookedAt < LOOK_AGAIN) return this.#known;
    this.#lookedAt = now;
    const told = [...this.#ofRuns(), ...this.#ofLeases()];
    const seen = [...(await this.#ofParameter()), ...this.#cloud().map(windowOf)].filter(
      (fault) => !told.some((other) => isSame(fault, other)),
    );
    this.#known = [...told, ...seen].sort((a, b) => a.from - b.from);
    return this.#known;
  };

  #ofRuns(): Fault[] {
    return foldersIn(this.#runs).flatMap((name) => {
      const known = this.#read.get(name) ?? faultsIn(join(this.#runs, name, "journal.json"));
      if (known) this.#read.set(name, known);
      return known ?? [];
    });
  }

  /** One for each action, from its first lease on. What was only intended may not be there. */
  #ofLeases(): Fault[] {
    const site = this.#site();
    const here = site ? recordedRuns(this.#leases).filter((run) => sameSite(run.site, site)) : [];
    return here.flatMap(({ run, open }) => {
      const held = open.filter(({ state }) => state !== "intended");
      const first = held.filter(({ action }, i) => held.findIndex((other) => other.action === action) === i);
      return first.map(({ action, at }) => ({ name: action, from: at, run }));
    });
  }

  /** Nothing where there is no such parameter, or no right to read it: a page without bands is better than none. */
  async #ofParameter(): Promise<Fault[]> {
    const Name = this.#parameter();
    if (Name === undefined) return [];
    const history: ParameterHistory[] = [];
    try {
      for await (const page of paginateGetParameterHistory({ client: this.#ssm }, { Name })) {
        history.push(...(page.Parameters ?? []));
      }
    } catch (error) {
      if (error instanceof Error && KNOWN.includes(error.name)) return [];
      throw error;
    }
    return windowsIn(history);
  }
}

export interface FaultBooks {
  readonly ssm: SSMClient;
  /** Name of the parameter; undefined while nothing is deployed. */
  readonly parameter: () => string | undefined;
  /** Whose leases are shown; none if it is not known. */
  readonly site?: () => Site | undefined;
  /** Faults on the links and at the doors of an embedded cloud, those that have ended too. */
  readonly cloud?: () => readonly FaultRecord[];
  readonly runs?: string;
  readonly leases?: string;
}

function windowOf({ since, until, ...fault }: FaultRecord): Fault {
  const ended = until !== undefined && { until: Date.parse(until) };
  return { name: placeOf(fault), from: Date.parse(since), ...ended };
}

const KNOWN = ["ParameterNotFound", "AccessDeniedException"];

/** The lease of one fault is written some calls before the moment that the journal gives. */
const NEAR = 30_000;

function isSame(seen: Fault, told: Fault): boolean {
  return (
    Math.abs(seen.from - told.from) < NEAR ||
    (seen.from >= told.from && seen.from < (told.until ?? Number.POSITIVE_INFINITY))
  );
}

/** A fault is in force from the version that names it to the next, or until the moment that it carries itself. */
export function windowsIn(history: readonly Pick<ParameterHistory, "Value" | "LastModifiedDate">[]): Fault[] {
  return history.flatMap(({ Value = "{}", LastModifiedDate }, i) => {
    const { seed: _, expiresAt, ...faults } = parsed(Value);
    const names = Object.keys(faults);
    const from = LastModifiedDate?.getTime();
    if (names.length === 0 || from === undefined) return [];
    const ends = [history[i + 1]?.LastModifiedDate?.getTime(), Date.parse(String(expiresAt))].filter(
      (end) => end !== undefined && !Number.isNaN(end),
    );
    return [{ name: names.join(", "), from, ...(ends.length > 0 && { until: Math.min(...(ends as number[])) }) }];
  });
}

/** Undefined when there is no journal; no faults of a simulation, whose time is its own. */
function faultsIn(path: string): Fault[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const { id, target, faults } = parsed(text) as Partial<StoredJournal>;
  if (target === "sim" || !Array.isArray(faults)) return [];
  return faults.map(({ action, from, until }) => ({ name: action, from, until, run: id ?? "" }));
}

interface StoredJournal {
  readonly id: string;
  readonly target: string;
  readonly faults: readonly { readonly action: string; readonly from: number; readonly until: number }[];
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Folders only: `latest` is a link to one of them. */
function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
