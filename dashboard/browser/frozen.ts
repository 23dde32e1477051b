import "uplot/dist/uPlot.min.css";
import "./page.css";
import { parseBody } from "../body/body.ts";
import type { Frozen } from "../data/live.ts";
import { drawBanner } from "../picture/banner.ts";
import { drawDashboard, overlaps } from "../picture/dashboard.ts";
import { repaintCharts } from "./line-chart.ts";
import { patchChildren } from "./patch.ts";

/** A dashboard as it was: drawn once from what stands in its own file. Whoever holds the file needs nothing else. */
const { body, snapshot, faults } = JSON.parse(document.getElementById("frozen")!.textContent!) as Frozen;
const shown = faults.filter((fault) => overlaps(fault, snapshot));
patchChildren(document.getElementById("banner")!, drawBanner(undefined, shown, snapshot.now));
patchChildren(document.getElementById("dashboard")!, [drawDashboard(parseBody(body), snapshot, shown)]);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaintCharts);
