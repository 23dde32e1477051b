/**
 * What watching costs: a dashboard of 24 graphs over three hours, drawn anew every second for a quarter of a minute.
 * The server is this process, with the embedded CloudWatch in it; the browser is headless Chromium with everything it
 * starts, which draws without a graphics card here.
 */
import { execFileSync } from "node:child_process";
import { PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import type { Browser } from "playwright-core";
import { localDashboard } from "../lab/dashboard/local-dashboard.ts";
import { LocalCloud } from "../lab/local/local-cloud.ts";
import { launchChromium, NO_CHROMIUM } from "./chromium.ts";
import type { Row } from "./row.ts";

const WIDGETS = 24;
const LINES = 3;
const MINUTE = 60_000;
const MINUTES = 180;

/** Seconds: until everything is warm, and of measuring. */
const [WARM, MEASURED] = [5, 15];
const MUST = 30;

export async function benchDashboard(): Promise<Row[]> {
  const local = await LocalCloud.start({ port: 0, timeScale: 1, onBug: (bug) => console.error(bug) });
  const browser = await launchChromium();
  try {
    await fill(local);
    local.open("dashboard", localDashboard(local, { deployed: () => ({}) }));
    const at = `${local.endpoint}/_lab/dashboard/`;
    if (!browser) {
      console.error(`the page is not measured: ${NO_CHROMIUM}`);
      return [row("the server", await measured(async () => ask(at), serverSeconds))];
    }
    await look(browser, at);
    const started = browserSeconds();
    const server = await measured(() => pause(MEASURED), serverSeconds, WARM);
    const whole = browserSeconds() - started;
    return [row("the server", server), row("the browser", (100 * whole) / (WARM + MEASURED))];
  } finally {
    await browser?.close();
    await local.stop();
  }
}

const row = (who: string, figure: number): Row => ({
  name: `dashboard, ${WIDGETS} widgets of 3 h each second, ${who}`,
  figure,
  unit: "% of a core",
  must: MUST,
});

/** Three hours of every line, a value a minute. */
async function fill({ cloud }: LocalCloud): Promise<void> {
  const { cloudwatch } = cloud.houses.services;
  const now = Date.now();
  const names = Array.from({ length: WIDGETS * LINES }, (_, i) => `line${i}`);
  for (let minute = 0; minute < MINUTES; minute++) {
    const at = now - (MINUTES - minute) * MINUTE;
    cloudwatch.put(
      names.map((name, i) => ({
        namespace: "Bench",
        name,
        dimensions: {},
        value: (minute * (i + 1)) % 97,
        unit: "Count",
        at,
      })),
    );
  }
  const widgets = Array.from({ length: WIDGETS }, (_, i) => ({
    type: "metric",
    ...{ width: 6, height: 5 },
    properties: {
      ...{ title: `Widget ${i}`, region: "us-east-1", period: 60, stat: "Sum" },
      metrics: Array.from({ length: LINES }, (_line, j) => ["Bench", names[i * LINES + j]]),
    },
  }));
  const DashboardBody = JSON.stringify({ start: "-PT3H", periodOverride: "inherit", widgets });
  await cloud.clients().cloudwatch.send(new PutDashboardCommand({ DashboardName: "bench", DashboardBody }));
}

async function look(browser: Browser, at: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(at);
  await page.locator(".uplot canvas").first().waitFor();
}

/** A page that draws nothing. */
async function ask(at: string): Promise<void> {
  for (let i = 0; i < MEASURED; i++) {
    await (await fetch(`${at}data`)).text();
    await pause(1);
  }
}

/** Per cent of a core. */
async function measured(work: () => Promise<void>, seconds: () => number, warm = 0): Promise<number> {
  await pause(warm);
  const [cpu, time] = [seconds(), performance.now()];
  await work();
  return (100_000 * (seconds() - cpu)) / (performance.now() - time);
}

function serverSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Of all processes below this one, so far; only the browser is. `cputimes` is ps's own word for seconds. */
function browserSeconds(): number {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,cputimes="], { encoding: "utf8" }).trim().split("\n");
  const all = lines.map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number, cpu: number]);
  const below = (parent: number): number =>
    all.filter(([, of]) => of === parent).reduce((sum, [pid, , cpu]) => sum + cpu + below(pid), 0);
  return below(process.pid);
}

const pause = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));
