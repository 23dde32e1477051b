import { join } from "node:path";
import { bundle, sourceOf } from "../../infra/bundle.ts";
import { type StackOptions, stackOptions } from "../../infra/options.ts";
import { type Synthesis, synthesize } from "../../infra/synthesis.ts";
import { type CatalogueEntry, load } from "../catalogue.ts";
import { requestOf, wishesOf } from "../request.ts";
import { play } from "../simulated-run.ts";
import { type Answer, answerOf, type Question } from "./cell.ts";
import { economical } from "./economy.ts";
import { FLAWS, REPAIRED } from "./flaws.ts";

/**
 * Runs one cell of the matrix: the experiment, in a simulation without the SDK, on the pipeline with the flaw.
 *
 * @param folder where stacks may be synthesised
 */
export async function ask(question: Question, folder: string): Promise<Answer> {
  const entry = await load(question.experiment);
  const settings = { ...REPAIRED, ...FLAWS.find(({ name }) => name === question.flaw)?.settings };
  const set = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const request = requestOf(entry, wishesOf({ seed: question.seed, set }));
  const { signal } = new AbortController();
  const asked = question.full ? entry : reduced(entry);
  const { journal } = await play(asked, request, { clients: "plain", stack: stackFor(settings, folder), signal });
  return answerOf(question, journal);
}

function reduced(entry: CatalogueEntry): CatalogueEntry {
  return { ...entry, write: (pipeline) => economical(entry.name, entry.write(pipeline)) };
}

const stacks = new Map<string, Synthesis>();

/** Synthesised once for each flaw. */
function stackFor(settings: Partial<StackOptions>, folder: string): Synthesis {
  const key = JSON.stringify(settings);
  let stack = stacks.get(key);
  if (!stack) {
    const options = stackOptions(settings);
    stack = synthesize(options, join(folder, `${process.pid}-${stacks.size}`), bundle(sourceOf(options)));
    stacks.set(key, stack);
  }
  return stack;
}
