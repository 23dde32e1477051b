import { documentsIn } from "../report/facts.ts";
import type { RunFile, RunResult } from "../run-file.ts";
import { isOf, type Kind, kindsIn, partOf, type Settled, shows } from "./counter-example.ts";
import { type Found, search } from "./search.ts";
import { type Part, partsOf, type Story } from "./story.ts";

/** What a run is an example of, and which of its documents are. */
export interface Example {
  readonly kind: Kind;
  readonly documents: readonly Part[];
  readonly suspects: readonly Part[];
}

/** The worst that a run shows of a single document; nothing if it shows none. */
export function exampleIn({ journal, documents }: Settled): Example | undefined {
  const [kind] = kindsIn({ journal, documents });
  if (!kind) return undefined;
  const all = documents.flatMap((document) => partOf(document) ?? []);
  const suspects = documents.filter((document) => isOf(kind, document)).flatMap((document) => partOf(document) ?? []);
  // What is said of an experiment is said of its method's documents.
  const methodFirst = (a: Part, b: Part) => Number(b.cohort === "method") - Number(a.cohort === "method");
  return { kind, documents: all, suspects: suspects.sort(methodFirst) };
}

export interface Shrinking {
  readonly example: Example;
  /** Places of the faults in the experiment's method. */
  readonly faults: readonly number[];
  /** Tells a story in a world of its own. */
  play(story: Story): Promise<RunResult<RunFile>>;
  /** Told of each story that is smaller than those before. */
  smaller?(story: Story, told: number): void;
}

/** The smallest story, and the run that tells it. */
export interface Shrunk extends Found {
  /** How many stories were told on the way. */
  readonly told: number;
  readonly result: RunResult<RunFile>;
}

/** Nothing, if not even the whole run shows the example again. */
export async function shrink({ example, faults, play, smaller }: Shrinking): Promise<Shrunk | undefined> {
  const { kind, documents, suspects } = example;
  const seen: { latest?: { story: Story; result: RunResult<RunFile> } } = {};
  let told = 0;
  const tell = async (story: Story) => {
    told++;
    const result = await play(story);
    if (!shows(kind, settledOf(result))) return false;
    seen.latest = { story, result };
    smaller?.(story, told);
    return true;
  };
  const found = await search({ documents, suspects, faults, tell });
  if (!found) return undefined;
  // It is nearly always the last that showed it: whatever is tried after that shows it no more.
  const result = seen.latest?.story === found.story ? seen.latest.result : await play(found.story);
  return { ...found, told, result };
}

export function settledOf({ journal, files }: RunResult<RunFile>): Settled {
  return { journal, documents: documentsIn(files["ledger.ndjson"]) };
}

/** How many documents a story has. */
export function documentsOf(story: Story): number {
  return partsOf(story).length;
}
