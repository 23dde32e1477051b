import type { Frozen } from "../data/live.ts";
import { fullTime } from "../picture/numbers.ts";
import { part, toHtml } from "../picture/part.ts";
import { bundled } from "./page.ts";

/** The file may run what stands in it, and ask nobody. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";

/**
 * A dashboard as it was, in one file that needs no server: the same pictures as the live page, drawn from the body, data
 * and faults that it carries. For a run's report, or to keep an hour of an incident.
 *
 * @throws esbuild's BuildFailure
 */
export async function frozenPage(title: string, frozen: Frozen): Promise<string> {
  const { script, style } = await bundled("frozen.ts");
  const { from, to } = frozen.snapshot.range;
  const header = part(
    "header",
    {},
    part("h1", {}, title),
    part("span", { id: "status" }, `${fullTime(from / 1000)} to ${fullTime(to / 1000)} UTC`),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
${toHtml(part("title", {}, title))}
<style>${style}</style>
</head>
<body>
${toHtml(header)}
<main>
<section id="banner" class="banner" aria-label="What was done to the pipeline"></section>
<section id="dashboard" aria-label="Widgets"></section>
</main>
<script type="application/json" id="frozen">${inert(JSON.stringify(frozen))}</script>
<script type="module">${inScript(script)}</script>
</body>
</html>
`;
}

/** JSON that no parser of HTML takes for its own: whatever a metric or a label is called, it ends no script. */
function inert(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Code has no other `</script` than in texts, where the backslash means nothing. */
function inScript(code: string): string {
  return code.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");
}
