import { parseBody } from "../body/body.ts";
import type { Frozen } from "../data/live.ts";
import { drawBanner } from "../picture/banner.ts";
import type { Chart } from "../picture/chart.ts";
import { drawDashboard, overlaps } from "../picture/dashboard.ts";
import { packed } from "../picture/packed.ts";
import { type Picture, part, toHtml } from "../picture/part.ts";
import { bundledAtOnce, type Page } from "./page.ts";

/** A dashboard for a page of somebody else's. */
export interface FrozenParts {
  readonly html: string;
  /** To stand in the same page, below the HTML, as a module. */
  readonly script: string;
}

let files: Pick<Page, "script" | "style"> | undefined;

/**
 * A dashboard as it was: the same pictures as the live page's, in a tree apart from the page around it, so that neither
 * has a say in how the other looks. Figures, tables and what graphs say in words are there without a script; the script
 * draws the graphs, and lets them be read value by value.
 *
 * @throws BodyError, or esbuild's BuildFailure
 */
export function frozenDashboard({ body, snapshot, faults }: Frozen): FrozenParts {
  files ??= bundledAtOnce("frozen.ts");
  const shown = faults.filter((fault) => overlaps(fault, snapshot));
  const widgets = drawDashboard(parseBody(body), snapshot, shown);
  const banner = part("div", { class: "banner" }, ...drawBanner(undefined, shown, snapshot.now));
  return {
    html: `<div id="frozen"><template shadowrootmode="open"><style>${files.style}</style>${toHtml(banner)}${toHtml(widgets)}</template></div>
<script type="application/json" id="frozen-charts">${inert(JSON.stringify(chartsIn(widgets).map(packed)))}</script>`,
    script: inScript(files.script),
  };
}

/** In the order of the page. */
function chartsIn(picture: Picture): Chart[] {
  if (typeof picture === "string") return [];
  return [...(picture.chart ? [picture.chart] : []), ...picture.children.flatMap(chartsIn)];
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
