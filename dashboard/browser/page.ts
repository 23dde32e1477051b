import "uplot/dist/uPlot.min.css";
import "./page.css";
import { type Body, parseBody } from "../body/body.ts";
import type { Live } from "../data/live.ts";
import { drawBanner } from "../picture/banner.ts";
import { drawDashboard, overlaps } from "../picture/dashboard.ts";
import { fullTime } from "../picture/numbers.ts";
import { drawStory } from "../picture/story.ts";
import { controls, showNames } from "./controls.ts";
import { again } from "./hover.ts";
import { repaintCharts, sweepCharts } from "./line-chart.ts";
import { patchChildren } from "./patch.ts";
import { queryOf, readSettings, type Settings } from "./settings.ts";

/**
 * The live page: asks this server for what the dashboard shows now, draws it, and waits until it is time to ask again.
 * It holds no credentials; the server calls CloudWatch with its own.
 */
const part = (id: string) => document.getElementById(id)!;

let settings = readSettings();
let body: Body | undefined;
let bodyIs = "";
let asking = new AbortController();

async function ask<T>(what: string, given: Settings, signal: AbortSignal): Promise<T> {
  const response = await fetch(`${what}?${queryOf(given)}`, { signal });
  if (!response.ok) throw new Error((await response.text()) || response.statusText);
  return (await response.json()) as T;
}

/** One question and one drawing; the answer is when to ask again, in milliseconds. */
async function turn(signal: AbortSignal): Promise<number> {
  const began = performance.now();
  try {
    const live = await ask<Live>("data", settings, signal);
    if (live.body !== bodyIs) {
      const { text } = await ask<{ text: string }>("body", settings, signal);
      [body, bodyIs] = [parseBody(text), live.body];
    }
    draw(live);
    return Math.max(50, live.refresh - (performance.now() - began));
  } catch (error) {
    if (!signal.aborted) tell(error instanceof Error ? error.message : String(error), "trouble");
    return 2000;
  }
}

function draw({ name, snapshot, faults, story }: Live): void {
  if (part("title").textContent !== name) {
    part("title").textContent = name;
    document.title = `${name} · chaoslab`;
    void showNames(name);
  }
  const shown = faults.filter((fault) => overlaps(fault, snapshot));
  patchChildren(part("dashboard"), [drawDashboard(body!, snapshot, shown)]);
  patchChildren(part("banner"), drawBanner(story?.run, shown, snapshot.now));
  part("story").hidden = story === undefined;
  if (story) patchChildren(part("documents"), [drawStory(story)]);
  sweepCharts();
  // After the graphs, which draw when this turn is over.
  requestAnimationFrame(again);
  tell(`${fullTime(snapshot.now / 1000)} UTC`, "live");
}

function tell(text: string, how: "live" | "trouble" | "paused"): void {
  const status = part("status");
  if (status.textContent !== text) status.textContent = text;
  status.className = how;
}

const isIdle = () => document.hidden || part("pause").getAttribute("aria-pressed") === "true";

async function go(): Promise<void> {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  while (!signal.aborted) {
    const wait = isIdle() && body ? 250 : await turn(signal);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

controls(settings, {
  choose(chosen) {
    settings = chosen;
    void go();
  },
  pause: (paused) => tell(part("status").textContent ?? "", paused ? "paused" : "live"),
  repaint: repaintCharts,
});
void go();
