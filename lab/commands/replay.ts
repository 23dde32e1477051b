import { load } from "../catalogue.ts";
import { Interruption } from "../interruption.ts";
import { RUNS, readRun, shown } from "../run-folder.ts";
import { Screen } from "../screen.ts";
import { simulate } from "../simulated-run.ts";

/** `chaoslab replay`: runs a stored run again and compares every byte. Exit 0: the same; 1: not the same. */
export async function replay(
  run: string,
  options: { readonly out?: string | undefined; readonly json: boolean },
): Promise<number> {
  const screen = new Screen(options);
  const stored = readRun(run, options.out ?? RUNS);
  const entry = await load(stored.request.experiment);
  const interruption = new Interruption((line) => screen.note(line));
  screen.note(`replaying ${shown(stored.folder)}`);
  const again = await simulate(entry, stored.request, interruption.signal, {
    progress: (event) => screen.progress(event),
    began: (world) => screen.began(world),
  }).finally(() => {
    screen.ended();
    interruption.close();
  });
  if (interruption.code) return interruption.code;
  const differences = Object.entries(stored.files).flatMap(([name, before]) =>
    difference(name, before, again.files[name as never]),
  );
  screen.event("replay", { folder: stored.folder, same: differences.length === 0, differences });
  screen.lines(
    differences.length === 0 ? [`the same, byte for byte: ${sizes(stored.files)}`] : ["not the same:", ...differences],
  );
  return differences.length === 0 ? 0 : 1;
}

/** Where two texts part, with the line on either side. */
function difference(name: string, before: string, after: string): string[] {
  if (before === after) return [];
  const [old, now] = [before.split("\n"), after.split("\n")];
  const line = old.findIndex((text, i) => text !== now[i]);
  const at = line < 0 ? old.length : line;
  return [`  ${name}, line ${at + 1}`, `    was  ${cut(old[at])}`, `    is   ${cut(now[at])}`];
}

function cut(line: string | undefined): string {
  return line === undefined ? "(nothing)" : line.length > 160 ? `${line.slice(0, 157)}...` : line;
}

function sizes(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([name, text]) => `${name} (${Math.ceil(Buffer.byteLength(text) / 1000)} kB)`)
    .join(", ");
}
