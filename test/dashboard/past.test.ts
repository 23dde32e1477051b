import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import type { Journal } from "../../chaos/journal.ts";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { parseBody } from "../../dashboard/body/body.ts";
import type { Live } from "../../dashboard/data/live.ts";
import { takeSnapshot } from "../../dashboard/data/snapshot.ts";
import type { Wiring } from "../../dashboard/server/desk.ts";
import { AT, dashboardHandler } from "../../dashboard/server/handler.ts";
import { pastRun } from "../../lab/dashboard/past-run.ts";
import { factsOf } from "../../lab/report/facts.ts";
import { writeReports } from "../../lab/report/reports.ts";
import { PROJECT } from "../floor-plan/sources.ts";
import { aShell } from "../lab/a-shell.ts";
import { aPage, browserOrSkip, seriousFaults } from "./a-browser.ts";
import { frameAt, MOMENTS, PastRun } from "./a-past-run.ts";

const SHOTS = join(PROJECT, "build/dashboard");

describe("the dashboard of a run that is over", function () {
  this.timeout(180_000);
  let run: PastRun;
  let wiring: Wiring;
  let journal: Journal;

  before(async () => {
    run = await PastRun.make();
    wiring = pastRun(run.folder);
    journal = JSON.parse(readFileSync(join(run.folder, "journal.json"), "utf8"));
  });
  after(() => run?.remove());

  const shownAt = async (at: number) => {
    const { source } = wiring.past!.at(at);
    const body = parseBody(await source.getDashboard((await source.listDashboards())[0]!));
    return await takeSnapshot(body, source, frameAt(at));
  };

  it("shows at any moment what CloudWatch showed then, alarms too, whichever way one comes to it", async () => {
    expect([...run.seen.keys()]).to.deep.equal(MOMENTS);
    for (const at of [...MOMENTS, ...MOMENTS.toReversed()]) {
      expect(await shownAt(at), `${(at - EPOCH) / 1000} s`).to.deep.equal(run.seen.get(at));
    }
    const states = MOMENTS.map((at) => JSON.stringify(run.seen.get(at)!.widgets.at(-1)));
    expect(new Set(states.map((text) => text.includes('"ALARM"'))), "some rang").to.deep.equal(new Set([false, true]));
  });

  it("shows nothing that came later", async () => {
    for (const at of MOMENTS) {
      const { widgets } = await shownAt(at);
      const times = widgets.flatMap((data) =>
        data.kind === "series" ? data.series.flatMap((line) => line.times) : [],
      );
      expect(Math.max(...times), "values").to.be.at.most(at);
      const { documents } = wiring.past!.at(at).story!();
      const steps = documents.flatMap((each) => [each.at, ...each.steps.map(({ after }) => each.at + after)]);
      expect(Math.max(0, ...steps), "the story").to.be.at.most(at);
      for (const { from, until = 0 } of await wiring.past!.at(at).faults())
        expect(Math.max(from, until)).to.be.at.most(at);
    }
    const [fault] = journal.faults;
    const during = Math.round((fault!.from + fault!.until) / 2);
    expect(await wiring.past!.at(fault!.from - 1).faults()).to.deep.equal([]);
    expect(await wiring.past!.at(during).faults()).to.deep.equal([
      { name: fault!.action, from: fault!.from, run: journal.id },
    ]);
    expect((await wiring.past!.at(fault!.until).faults())[0]).to.have.property("until", fault!.until);
  });

  it("is the report's at the end of the run", async () => {
    const { dashboard } = factsOf(run.folder);
    const { range, at, span } = wiring.past!;
    const kept = dashboard as Exclude<typeof dashboard, { refused: string } | undefined>;
    const body = parseBody(kept!.body);
    const frame = { now: kept!.snapshot.now, range, periodOverride: body.periodOverride };
    const again = await takeSnapshot(body, at(kept!.snapshot.now + 1).source, frame);
    expect(again).to.deep.equal(kept!.snapshot);
    expect(kept!.faults.map(({ name }) => name)).to.deep.equal(journal.faults.map(({ action }) => action));
    expect(span.to).to.equal(Date.parse(journal.end));
  });

  it("makes the same report again, of what lies in the folder", () => {
    const before = readFileSync(join(run.folder, "report.html"), "utf8");
    writeFileSync(join(run.folder, "report.html"), "stale");
    writeReports(run.folder);
    const after = readFileSync(join(run.folder, "report.html"), "utf8");
    expect(after === before).to.equal(true);
    expect(after.length).to.be.below(250_000);
  });

  it("tells which runs it cannot show, and what then", async () => {
    const copy = (target: string) => {
      writeFileSync(join(run.folder, "journal.json"), JSON.stringify({ ...journal, target }, null, 2));
    };
    copy("local");
    expect(() => pastRun(run.folder)).to.throw(/target local/);
    copy("sim");
    const metrics = join(run.folder, "metrics.ndjson");
    const whole = readFileSync(metrics, "utf8");
    writeFileSync(metrics, whole.slice(0, -20));
    expect(() => pastRun(run.folder)).to.throw("metrics.ndjson is not whole");
    writeFileSync(metrics, "");
    expect(() => pastRun(run.folder)).to.throw("metrics.ndjson is not whole");
    writeFileSync(metrics, whole);
  });

  it("is served by chaoslab dashboard --run, until it is told to end", async () => {
    const shell = aShell();
    try {
      const program = shell.start(["dashboard", "--run", run.folder, "--port", "0"]);
      await program.says("Ctrl-C ends it");
      const page = /http:\/\/127\.0\.0\.1:\d+\/_lab\/dashboard\//.exec(program.out)![0];
      const at = MOMENTS[2]!;
      const live = (await (await fetch(`${page}data?at=${at}`)).json()) as Live;
      expect(live.snapshot.now).to.equal(at);
      expect(live.past).to.deep.equal(wiring.past!.span);
      const beyond = (await (await fetch(`${page}data?at=${at * 2}`)).json()) as Live;
      expect(beyond.snapshot.now, "a moment after the end is the end").to.equal(wiring.past!.span.to);
      program.child.kill("SIGTERM");
      expect((await program.ended).code).to.equal(143);
      const lost = await shell.chaoslab("dashboard", "--run", "nowhere");
      expect(lost.code).to.equal(64);
      expect(lost.err).to.match(/^LAB_RUN_UNKNOWN: /);
    } finally {
      shell.close();
    }
  });

  describe("in a browser", () => {
    let browser: Browser;
    let server: Server;
    let at: string;

    before(async function () {
      browser = await browserOrSkip(this);
      const handler = dashboardHandler(wiring);
      server = createServer((request, response) => void handler(request, response));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      at = `http://127.0.0.1:${(server.address() as AddressInfo).port}${AT}/`;
    });
    after(async () => {
      await browser?.close();
      server?.closeAllConnections();
      server?.close();
    });

    const published = (page: Page) => page.locator('section[aria-label="Published"] .amount');
    const status = (page: Page, text: string) => page.locator("#status", { hasText: text }).waitFor();
    const clock = (instant: number) => new Date(instant).toISOString().slice(11, 19);

    it("can be moved through by keyboard alone, and plays by itself", async () => {
      const { page, complaints } = await aPage(browser, at, { viewport: { width: 1440, height: 900 } });
      const { from, to } = wiring.past!.span;
      await status(page, clock(to));
      const all = await published(page).innerText();
      await page.locator("#moment").focus();
      await page.keyboard.press("Home");
      await status(page, clock(from));
      expect(await published(page).innerText(), "nothing was published yet").to.equal("–");
      await page.keyboard.press("PageUp");
      await page.keyboard.press("ArrowRight");
      await status(page, clock(from + 70_000));
      expect(await page.locator("#moment").getAttribute("aria-valuetext")).to.match(/^1:10 of \d+:\d\d$/);
      expect(new URL(page.url()).searchParams.get("at"), "to be sent to somebody").to.equal(String(from + 70_000));
      await page.locator("#speed").selectOption("120");
      await page.locator("#play").focus();
      await page.keyboard.press("Enter");
      await status(page, clock(to));
      await page.locator("#play", { hasText: "Play" }).waitFor();
      expect(await published(page).innerText()).to.equal(all);
      expect(complaints).to.deep.equal([]);
      await page.close();
    });

    it("shows a moment as the source has it, with the fault as far as it had come", async () => {
      const [fault] = journal.faults;
      const moment = fault!.from + 60_000;
      const { page } = await aPage(browser, `${at}?at=${moment}`, { viewport: { width: 1440, height: 900 } });
      await status(page, clock(moment));
      const live = (await (await fetch(`${at}data?at=${moment}`)).json()) as Live;
      const [data] = live.snapshot.widgets;
      const value = data!.kind === "series" ? data!.series[0]!.values.at(-1) : undefined;
      expect(await published(page).innerText()).to.equal(String(value));
      expect(await page.locator(".banner .fault.now").innerText()).to.contain("in force");
      const red = await redness(page, "Runs");
      expect(red.band, "the band").to.be.greaterThan(0);
      expect(red.after, "what nobody knew yet").to.equal(0);
      await page.screenshot({ path: join(SHOTS, "past-1440.png") });
      await page.close();
    });

    /** Pixels of a band's colour on both sides of the moment that is shown. */
    async function redness(page: Page, title: string) {
      const { range, span } = wiring.past!;
      const { from } = journal.faults[0]!;
      const share = (instant: number) => (instant - range.from) / (span.to - range.from);
      return (await page.evaluate(`(() => {
        const host = document.querySelector('section[aria-label="${title}"]');
        const [canvas, over] = [host.querySelector("canvas"), host.querySelector(".u-over")];
        const scale = canvas.width / canvas.clientWidth;
        const count = (a, b) => {
          const [x, y] = [(over.offsetLeft + a * over.offsetWidth) * scale + 3, over.offsetTop * scale + 20];
          const { data } = canvas.getContext("2d").getImageData(x, y, (b - a) * over.offsetWidth * scale - 6, 40);
          let red = 0;
          for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && data[i] > data[i + 2] + 60) red++;
          return red;
        };
        return { band: count(${share(from)}, ${share(from + 60_000)}), after: count(${share(from + 60_000)}, 1) };
      })()`)) as { band: number; after: number };
    }

    it("has no serious fault of accessibility and no sideways scrolling, and so has the report", async () => {
      const report = pathToFileURL(join(run.folder, "report.html")).href;
      for (const [name, url, colorScheme] of [["past", at, "dark"] as const, ["report", report, "light"] as const]) {
        const options = { colorScheme, bypassCSP: true, viewport: { width: 390, height: 800 } };
        const { page, complaints } = await aPage(browser, url, options);
        await page.locator(".uplot canvas").first().waitFor();
        expect(await seriousFaults(page), `${name} ${colorScheme}`).to.deep.equal([]);
        const wide = await page.evaluate("document.documentElement.scrollWidth");
        expect(wide, `${name} on a telephone`).to.equal(390);
        await page.screenshot({ path: join(SHOTS, `${name}-390-${colorScheme}.png`), fullPage: true });
        expect(complaints).to.deep.equal([]);
        await page.close();
      }
    });

    it("stands in the report, which is one file and runs nobody else's script", async () => {
      const report = pathToFileURL(join(run.folder, "report.html")).href;
      const { page, complaints, urls } = await aPage(browser, report, { viewport: { width: 1440, height: 900 } });
      await page.locator('section[aria-label="Runs"] .uplot canvas').waitFor();
      const { dashboard } = factsOf(run.folder);
      const [data] = (dashboard as { snapshot: Live["snapshot"] }).snapshot.widgets;
      const value = data!.kind === "series" ? data!.series[0]!.values.at(-1) : undefined;
      expect(await published(page).innerText()).to.equal(String(value));
      expect(await page.locator(".banner .fault").innerText()).to.contain(journal.faults[0]!.action);
      await page.locator('section[aria-label="Runs"] figure').focus();
      await page.keyboard.press("ArrowRight");
      expect(await page.locator('section[aria-label="Duration"] .at').innerText()).to.match(/^00:\d\d:00$/);
      await page.keyboard.press("Escape");
      await page.evaluate(`{
        const script = document.createElement("script");
        script.textContent = 'document.title = "owned"';
        document.body.append(script);
      }`);
      expect(await page.title(), "the page's policy lets in one script").not.to.equal("owned");
      await page.screenshot({ path: join(SHOTS, "report-1440.png"), fullPage: true });
      expect(complaints.filter((text) => !text.includes("Content Security Policy"))).to.deep.equal([]);
      expect(urls).to.deep.equal([report]);
      await page.close();
    });
  });
});
