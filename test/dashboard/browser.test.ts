import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { PROJECT } from "../floor-plan/sources.ts";
import { aPage, browserOrSkip, seriousFaults, type Watched } from "./a-browser.ts";
import { GALLERY, hangGallery } from "./a-gallery.ts";
import { WatchedCloud } from "./a-watched-cloud.ts";

const SHOTS = join(PROJECT, "build/dashboard");
const MINUTE = 60_000;

describe("the live dashboard in a browser", function () {
  this.timeout(180_000);
  let browser: Browser;
  let cloud: WatchedCloud;
  let gallery: Watched;
  const now = Date.now();

  before(async function () {
    browser = await browserOrSkip(this);
    cloud = await WatchedCloud.start();
    mkdirSync(SHOTS, { recursive: true });
    await hangGallery(cloud.clients.cloudwatch, now);
    gallery = await aPage(browser, `${cloud.page}?name=${GALLERY}`, { viewport: { width: 1440, height: 900 } });
    await gallery.page.waitForSelector(".uplot canvas");
  });

  after(async () => {
    await browser?.close();
    await cloud?.stop();
  });

  const widget = (title: string) => gallery.page.locator(`section.widget[aria-label="${title}"]`);
  const texts = async (title: string, selector: string) => await widget(title).locator(selector).allInnerTexts();

  /** What GetMetricData says of a metric, by the minute it is asked for. */
  async function asked(name: string, stat: string, period = 60): Promise<Map<number, number>> {
    const { MetricDataResults } = await cloud.clients.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - 30 * MINUTE),
        EndTime: new Date(now + MINUTE),
        MetricDataQueries: [
          { Id: "m", MetricStat: { Metric: { Namespace: "Gallery", MetricName: name }, Stat: stat, Period: period } },
        ],
      }),
    );
    const { Timestamps = [], Values = [] } = MetricDataResults![0]!;
    return new Map(Timestamps.map((time, i) => [time.getTime(), Values[i]!]));
  }

  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

  it("draws every widget where its body says, and names those it cannot draw", async () => {
    const titles = await gallery.page.locator("section.widget h3").allInnerTexts();
    expect(titles.filter((title) => title !== "Runbook")).to.deep.equal([
      ...["Lines", "Stack", "Alarmed", "Latest", "In all", "Gauge", "Empty", "Bars", "Pie", "Table"],
      ...["Alarms", "Log", "Explorer", "Refused"],
    ]);
    expect(await texts("Explorer", ".note")).to.have.length(1);
    expect((await texts("Refused", ".note"))[0]).to.contain("Variable 'nobody' not found");
    const boxes = await Promise.all(["Lines", "Stack"].map((title) => widget(title).boundingBox()));
    expect(boxes[0]!.y).to.equal(boxes[1]!.y);
    expect(boxes[1]!.x).to.be.greaterThan(boxes[0]!.x + boxes[0]!.width);
  });

  it("shows under the cursor what was measured at that time, a dash where nothing was, in every graph at once", async () => {
    const [steady, gappy] = [await asked("steady", "Sum"), await asked("gappy", "Sum")];
    const figure = widget("Lines").locator("figure");
    await figure.focus();
    const read = new Map<string, readonly string[]>();
    expect(await widget("Lines").locator(".at").isVisible(), "before anybody looks").to.equal(false);
    await gallery.page.keyboard.press("ArrowRight");
    for (let i = 0; i < 21; i++) {
      const time = (await texts("Lines", ".at"))[0]!;
      expect(await texts("Stack", ".at"), "in step").to.deep.equal([time]);
      read.set(time, await texts("Lines", ".legend .number"));
      await gallery.page.keyboard.press("ArrowLeft");
    }
    const clock = (time: number) => new Date(time).toISOString().slice(11, 19);
    for (const [time, value] of steady) {
      const expected = [String(value), gappy.has(time) ? String(gappy.get(time)) : "–"];
      expect(read.get(clock(time))?.slice(0, 2), clock(time)).to.deep.equal(expected);
    }
    expect([...steady.keys()].filter((time) => !gappy.has(time))).to.have.length(5);
    await gallery.page.keyboard.press("Escape");
    expect((await texts("Lines", ".legend .number"))[0]).to.equal(String([...steady.values()][0]));
  });

  it("draws lines where there are data, and none in the gap", async () => {
    const strokes = await inkOf(gallery.page, "Lines", now, [4, 10]);
    expect(strokes[0], "gappy in its fourth minute").to.be.greaterThan(0);
    expect(strokes[1], "gappy in its tenth minute").to.equal(0);
  });

  it("shows figures: the latest, those of the whole range, and that there are none", async () => {
    const [steady, gappy] = [await asked("steady", "Sum"), await asked("gappy", "Sum")];
    const latest = [...steady.values()][0]!;
    const { MetricDataResults } = await cloud.clients.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - 30 * MINUTE),
        EndTime: new Date(),
        MetricDataQueries: BOTH,
      }),
    );
    const both = MetricDataResults!.find(({ Id }) => Id === "both")!.Values![0]!;
    expect(await texts("Latest", ".amount")).to.deep.equal([String(latest), String(both)]);
    const all = [sum(steady.values()), sum(gappy.values())].map(String);
    expect(await texts("In all", ".amount")).to.deep.equal(all);
    expect(await widget("In all").locator("svg.sparkline path").count()).to.equal(2);
    expect(await texts("Empty", ".amount")).to.deep.equal(["–"]);
  });

  it("draws gauges, bars, pies and tables as long, round and full as their values", async () => {
    const [steady, gappy] = [await asked("steady", "Sum"), await asked("gappy", "Sum")];
    const [first, second] = [sum(steady.values()), sum(gappy.values())];
    const latest = [...steady.values()][0]!;
    expect(await texts("Gauge", ".amount")).to.deep.equal([String(latest)]);
    const lengths = await widget("Gauge")
      .locator("path.track, path.level")
      .evaluateAll((paths) => paths.map((path) => (path as unknown as { getTotalLength(): number }).getTotalLength()));
    expect(lengths[1]! / lengths[0]!).to.be.closeTo(latest / 20, 0.01);
    expect(await texts("Bars", ".number")).to.deep.equal([String(first), String(second)]);
    const widths = await widget("Bars")
      .locator(".bar")
      .evaluateAll((bars) =>
        bars.map(
          (bar) => (bar as unknown as { getBoundingClientRect(): { width: number } }).getBoundingClientRect().width,
        ),
      );
    expect(Math.min(...widths) / Math.max(...widths)).to.be.closeTo(
      Math.min(first, second) / Math.max(first, second),
      0.01,
    );
    expect(await texts("Pie", ".share")).to.deep.equal(
      [first, second].map((value) => `${Math.round((1000 * value) / (first + second)) / 10} %`),
    );
    const [row] = await texts("Table", "tbody tr:first-child");
    const values = [...steady.values()];
    expect(
      row!
        .split("\t")
        .slice(0, 6)
        .map((cell) => cell.trim()),
    ).to.deep.equal(
      ["steady", Math.min(...values), Math.max(...values), sum(values), sum(values) / values.length, values[0]].map(
        String,
      ),
    );
  });

  it("shows alarms in their states, and changes them in place", async () => {
    expect(await widget("Alarms").locator(".tile.ok, .tile.insufficient_data").count()).to.equal(2);
    const { SetAlarmStateCommand } = await import("@aws-sdk/client-cloudwatch");
    const asleep = await widget("Alarms").locator(".tile").first().elementHandle();
    await cloud.clients.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: "rings", StateValue: "ALARM", StateReason: "Because." }),
    );
    await widget("Alarms").locator(".tile.alarm").waitFor({ timeout: 5000 });
    expect(await asleep!.evaluate((tile) => tile.isConnected && tile.className), "the same element").to.equal(
      "tile alarm",
    );
    expect((await texts("Alarms", ".tile.alarm"))[0]).to.match(
      /rings[\s\S]*In alarm since[\s\S]*More than there should be/,
    );
  });

  it("takes markdown for text and never for markup", async () => {
    const text = gallery.page.locator("section.widget.is-text");
    expect(await text.locator("table td").allInnerTexts()).to.deep.equal(["errors", "runs failed"]);
    expect(await text.locator("li").count()).to.equal(2);
    expect(
      await text.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
    ).to.deep.equal(["https://example.com/guide"]);
    expect(await text.locator("img, script").count()).to.equal(0);
    expect(await gallery.page.title()).to.contain(GALLERY);
  });

  it("goes on each second without touching what has not changed, until it is told to pause", async () => {
    const { page } = gallery;
    const status = () => page.locator("#status").innerText();
    const changes = await page.evaluate(COUNT_CHANGES);
    expect(changes.turns, "turns in five seconds").to.be.within(3, 7);
    expect(changes.added, "elements made").to.equal(0);
    await page.locator("#pause").press("Enter");
    await page.waitForTimeout(300);
    const paused = await status();
    await page.waitForTimeout(2200);
    expect(await status()).to.equal(paused);
    await page.locator("#pause").press("Enter");
    await until(async () => (await status()) !== paused);
  });

  it("asks for the time range and period that were chosen, and keeps them in its address", async () => {
    const { page } = gallery;
    const question = page.waitForRequest((request) => request.url().includes("period=300"));
    await page.locator("#range").selectOption("-PT1H");
    await page.locator("#period").selectOption("300");
    expect((await question).url()).to.contain("start=-PT1H");
    expect(page.url()).to.contain("period=300");
    const steady = await asked("steady", "Sum", 300);
    await shows(page, "Latest", String([...steady.values()][0]));
    await page.locator("#range").selectOption("");
    await page.locator("#period").selectOption("");
  });

  it("goes to another dashboard and back", async () => {
    const { page } = gallery;
    await page.locator("#name").selectOption(cloud.pipeline.dashboard);
    await widget("DLQ / processed").waitFor();
    expect(await page.locator("h1").innerText()).to.equal(cloud.pipeline.dashboard);
    expect(await widget("Gauge").count()).to.equal(0);
    await page.locator("#name").selectOption(GALLERY);
    await widget("Gauge").waitFor();
    await page.locator(".uplot canvas").first().waitFor();
    expect(await page.locator("h1").innerText()).to.equal(GALLERY);
  });

  it("watches the pipeline: figures that move, the fault as a band, documents on their way", async () => {
    const { page, complaints, hosts } = await aPage(browser, `${cloud.page}?name=${cloud.pipeline.dashboard}`, {
      viewport: { width: 1440, height: 900 },
    });
    await page.waitForSelector(".uplot canvas");
    const driving = cloud.drive("watched-1", 40);
    await cloud.disturb({ seed: 3, exception: { probability: 0.5, message: "injected", when: "before" } });
    await page.locator(".banner .fault.now").waitFor();
    expect(await page.locator(".banner .fault.now").innerText()).to.match(/exception, from .* in force/);
    expect(await page.locator(".banner .run").innerText()).to.contain("watched-1");
    await page.locator(".documents .step").first().waitFor();
    await driving;
    await cloud.disturb({});
    await page.locator(".banner .fault:not(.now)").waitFor();
    await page.locator(".documents .announced").first().waitFor();
    await shows(page, "Published", "40");
    for (const [width, height] of [
      [1440, 900],
      [768, 1024],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(1300);
      const wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      expect(wide, `nothing sticks out at ${width} px`).to.be.at.most(0);
      await page.screenshot({ path: join(SHOTS, `pipeline-${width}.png`), fullPage: true });
    }
    expect(complaints).to.deep.equal([]);
    expect([...hosts]).to.deep.equal(["127.0.0.1"]);
    await page.close();
  });

  it("has no serious fault of accessibility, in light or dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await aPage(browser, `${cloud.page}?name=${GALLERY}`, { colorScheme, bypassCSP: true });
      await page.waitForSelector(".uplot canvas");
      expect(await seriousFaults(page), colorScheme).to.deep.equal([]);
      await page.screenshot({ path: join(SHOTS, `gallery-${colorScheme}.png`), fullPage: true });
      await page.close();
    }
  });

  it("has said nothing on the console, and asked nobody but this machine", () => {
    expect(gallery.complaints).to.deep.equal([]);
    expect([...gallery.hosts]).to.deep.equal(["127.0.0.1"]);
    expect(cloud.bugs).to.deep.equal([]);
  });
});

const inGallery = (Id: string) => ({
  Id,
  ReturnData: false,
  MetricStat: { Metric: { Namespace: "Gallery", MetricName: Id }, Stat: "Sum", Period: 60 },
});
const BOTH = [inGallery("steady"), inGallery("gappy"), { Id: "both", Expression: "steady + FILL(gappy, 0)" }];

async function shows(page: Page, title: string, figure: string): Promise<void> {
  const amount = page.locator(`section[aria-label="${title}"] .amount`).first();
  await until(async () => (await amount.innerText()) === figure);
}

/** Looks again until it is so; the page's policy forbids the browser to wait for expressions. */
async function until(isSo: () => Promise<boolean>, patience = 15_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not so after ${patience / 1000} s: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** In the page: how often it told a new time in five seconds, and how many elements it made for that. */
const COUNT_CHANGES = `new Promise((resolve) => {
  const count = { turns: 0, added: 0 };
  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      if (target.id === "status" || target.parentNode?.id === "status") count.turns++;
      for (const node of addedNodes) if (node.nodeType === 1) count.added++;
    }
  });
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  setTimeout(() => { observer.disconnect(); resolve(count); }, 5000);
})` as unknown as () => Promise<{ turns: number; added: number }>;

/** How many pixels of the second line's colour there are in a graph at the given minutes of the gallery. */
async function inkOf(page: Page, title: string, now: number, minutes: readonly number[]): Promise<number[]> {
  const start = Math.floor(now / MINUTE) - 20;
  return (await page.evaluate(
    `(() => {
      const host = document.querySelector('section[aria-label="${title}"] .chart');
      const canvas = host.querySelector("canvas"), over = host.querySelector(".u-over");
      const ratio = canvas.width / canvas.getBoundingClientRect().width;
      const box = over.getBoundingClientRect(), from = canvas.getBoundingClientRect();
      const to = Date.now() / 1000, range = 1800;
      return ${JSON.stringify(minutes.map((minute) => (start + minute + 0.5) * 60))}.map((time) => {
        const x = (box.left - from.left + (box.width * (time - (to - range))) / range) * ratio;
        const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        Object.assign(copy.canvas, { width: 6, height: canvas.height });
        copy.drawImage(canvas, 3 - Math.round(x), 0);
        const { data } = copy.getImageData(0, 0, 6, canvas.height);
        let ink = 0;
        for (let i = 0; i < data.length; i += 4) {
          if (Math.abs(data[i] - 255) < 12 && Math.abs(data[i + 1] - 127) < 12 && Math.abs(data[i + 2] - 14) < 30) ink++;
        }
        return ink;
      });
    })()`,
  )) as number[];
}
