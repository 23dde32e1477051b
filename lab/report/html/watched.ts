import type { Frozen } from "../../../dashboard/data/live.ts";
import { frozenDashboard } from "../../../dashboard/server/frozen.ts";
import type { Facts } from "../facts.ts";
import { safe } from "../text.ts";

/** The dashboard as whoever was on call had it before them: its part of the page, and its script. */
export interface Watched {
  readonly section: string;
  /** Undefined where there is nothing to be drawn. */
  readonly script?: string;
}

export function watched({ dashboard }: Pick<Facts, "dashboard">): Watched {
  if (!dashboard) return { section: "" };
  if ("refused" in dashboard) {
    return { section: section(`<p>CloudWatch did not show it: <bdi>${safe(dashboard.refused)}</bdi></p>`) };
  }
  const { html, script } = frozenDashboard(dashboard);
  return { section: section(`${introduction(dashboard)}${html}`), script };
}

function introduction({ name }: Frozen): string {
  return `<p class="soft">The deployed dashboard <bdi>${safe(name)}</bdi> over the time of the run, as CloudWatch had it at the end; red bands are faults. Times are UTC. The arrow keys read the values of all graphs.</p><noscript><p>Its graphs are drawn by a script.</p></noscript>`;
}

function section(content: string): string {
  return `<section class="watched" aria-labelledby="dashboard"><h2 id="dashboard">The dashboard</h2>${content}</section>`;
}
