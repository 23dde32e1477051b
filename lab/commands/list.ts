import { load, names } from "../catalogue.ts";
import { paperPipeline } from "../paper-pipeline.ts";
import { Screen } from "../screen.ts";

/** `chaoslab list`: every experiment of the catalogue and its claim. */
export async function list(options: { readonly json: boolean }): Promise<number> {
  const screen = new Screen(options);
  const width = Math.max(...names().map((name) => name.length));
  for (const name of names()) {
    const { title, tags, needs } = (await load(name)).write(paperPipeline);
    screen.event("experiment", { name, title, tags, ...(needs && { needs }) });
    screen.lines([`${name.padEnd(width)}  ${title}${needs ? ` (needs: ${needs})` : ""}`]);
  }
  return 0;
}
