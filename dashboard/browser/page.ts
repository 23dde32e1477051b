import "uplot/dist/uPlot.min.css";
import "./widgets.css";
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
import { Scrubber } from "./scrubber.ts";
import { queryOf, readSettings, type Settings } from "./settings.ts";

/**
 * The live page: asks this server for what the dashboard shows now, draws it, and waits until it is time to ask again.
 * It holds no credentials; the server calls CloudWatch with its own. Of a run that is over it asks for the moment that
 * is chosen.
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
    const live = await ask<Live>("data", { ...settings, at: scrubber.at }, signal);
    if (live.body !== bodyIs) {
      const { text } = await ask<{ text: string }>("body", settings, signal);
      [body, bodyIs] = [parseBody(text), live.body];
    }
    draw(live);
    return live.past ? 0 : Math.max(50, live.refresh - (performance.now() - began));
  } catch (error) {
    if (!signal.aborted) tell(error instanceof Error ? error.message : String(error), "trouble");
    return 2000;
  }
}

function draw({ name, snapshot, faults, story, past }: Live): void {
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
  if (past) scrubber.show(past, snapshot.now);
  tell(`${fullTime(snapshot.now / 1000)} UTC`, past ? "past" : "live");
}

function tell(text: string, how: "live" | "past" | "trouble" | "paused"): void {
  const status = part("status");
  if (status.textContent !== text) status.textContent = text;
  status.className = how;
}

const isIdle = () =>
  document.hidden || part("pause").getAttribute("aria-pressed") === "true" || (body !== undefined && !scrubber.wants());

/** Milliseconds between two looks at whether there is anything to ask. */
const IDLE = 100;

async function go(): Promise<void> {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  while (!signal.aborted) {
    const wait = isIdle() && body ? IDLE : await turn(signal);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

const choose = controls(settings, {
  choose(chosen) {
    // A moment is asked for by the scrubber's own wish, and another range or period of the same one at once.
    const isOnlyLater = chosen.at !== settings.at;
    settings = chosen;
    if (!isOnlyLater) void go();
  },
  pause: (paused) => tell(part("status").textContent ?? "", paused ? "paused" : "live"),
  repaint: repaintCharts,
});
const scrubber = new Scrubber(settings.at, (at) => choose({ at: String(at) }));
void go();
