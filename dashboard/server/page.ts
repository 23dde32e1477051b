import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, buildSync, type OutputFile } from "esbuild";

/** The page's files, as they are served. */
export interface Page {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

const BROWSER = join(import.meta.dirname, "../browser");

/**
 * Bundles the page: its script with uPlot and the pictures, and its style. There is nothing to build beforehand, and
 * nothing that could be older than its sources.
 *
 * @throws esbuild's BuildFailure
 */
export async function buildPage(): Promise<Page> {
  return { html: readFileSync(join(BROWSER, "page.html"), "utf8"), ...(await bundled("page.ts")) };
}

/** An entry of `dashboard/browser/`, as it goes to a browser. */
async function bundled(entry: string): Promise<Bundle> {
  return filesIn(await build(optionsFor(entry)));
}

/** The same for who cannot wait. */
export function bundledAtOnce(entry: string): Bundle {
  return filesIn(buildSync(optionsFor(entry)));
}

type Bundle = Pick<Page, "script" | "style">;

const optionsFor = (entry: string) =>
  ({
    entryPoints: [join(BROWSER, entry)],
    outdir: "/",
    bundle: true,
    write: false as const,
    minify: true,
    format: "esm" as const,
    target: "es2022",
    charset: "utf8" as const,
    legalComments: "inline" as const, // uPlot's licence travels with it
    tsconfigRaw: "{}",
    logLevel: "silent" as const, // errors are thrown
  }) satisfies BuildOptions;

function filesIn({ outputFiles }: { readonly outputFiles: readonly OutputFile[] }): Bundle {
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))!.text;
  return { script: text(".js"), style: text(".css") };
}
