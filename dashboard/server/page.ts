import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

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
export async function bundled(entry: string): Promise<Pick<Page, "script" | "style">> {
  const { outputFiles } = await build({
    entryPoints: [join(BROWSER, entry)],
    outdir: "/",
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "inline", // uPlot's licence travels with it
    tsconfigRaw: "{}",
    logLevel: "silent", // errors are thrown
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))!.text;
  return { script: text(".js"), style: text(".css") };
}
