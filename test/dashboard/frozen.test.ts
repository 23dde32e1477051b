import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { parseBody } from "../../dashboard/body/body.ts";
import type { Frozen } from "../../dashboard/data/live.ts";
import { takeSnapshot } from "../../dashboard/data/snapshot.ts";
import { CloudWatchSource } from "../../dashboard/server/cloudwatch-source.ts";
import { frozenPage } from "../../dashboard/server/frozen.ts";
import { aLab } from "../a-lab.ts";
import { PROJECT } from "../floor-plan/sources.ts";
import { aPage, browserOrSkip } from "./a-browser.ts";

/** The deployed dashboard after a quarter of an hour of virtual time, a fault laid over five minutes of it. */
async function aFrozenRun(): Promise<Frozen> {
  return await aLab({ clients: "sdk" }, async (world) => {
    const from = world.clock.now();
    const drive = world.drive({ name: "method", documents: 900, perSecond: 1, malformed: 0.02 });
    await drive.published;
    await drive.settle(world.clock.now() + 300_000);
    await world.crew.dismiss();
    const { cloudwatch, logs } = world.aws;
    const source = new CloudWatchSource({ cloudwatch: () => cloudwatch as never, logs: () => logs as never });
    const body = await source.getDashboard(world.pipeline.dashboard);
    const now = world.clock.now();
    const frame = { now, range: { from, to: now }, periodOverride: "inherit" as const };
    const snapshot = await takeSnapshot(parseBody(body), source, frame);
    const fault = {
      name: 'latency</script><script>document.title="owned"',
      from: from + 300_000,
      until: from + 600_000,
    };
    return { body, snapshot, faults: [fault] };
  });
}

describe("a frozen dashboard", function () {
  this.timeout(120_000);
  let browser: Browser;

  before(async function () {
    browser = await browserOrSkip(this);
  });
  after(() => browser?.close());

  it("is one file that draws a simulated run, asks nobody, and runs nobody else's script", async () => {
    const frozen = await aFrozenRun();
    const folder = join(PROJECT, "build/dashboard");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "frozen.html");
    writeFileSync(file, await frozenPage("etl-lab & <co>", frozen));
    const { page, complaints, urls } = await aPage(browser, pathToFileURL(file).href, {
      viewport: { width: 1440, height: 900 },
    });
    await page.locator(".uplot canvas").first().waitFor();
    expect(await page.locator("h1").innerText()).to.equal("etl-lab & <co>");
    expect(await page.locator('section[aria-label="Published"] .amount').innerText()).to.equal("900");
    expect(await page.locator(".banner .fault").innerText()).to.contain("latency</script>");
    expect(await page.title()).to.equal("etl-lab & <co>");
    await page.locator('section[aria-label="Runs"] figure').focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.locator('section[aria-label="Duration"] .at').innerText()).to.match(/^00:\d\d:00$/);
    await page.keyboard.press("Escape");
    await page.screenshot({ path: join(folder, "frozen-1440.png"), fullPage: true });
    expect(complaints).to.deep.equal([]);
    expect(urls).to.deep.equal([pathToFileURL(file).href]);
  });

  it("is the same file for the same run", async () => {
    const [first, second] = [await aFrozenRun(), await aFrozenRun()];
    expect(await frozenPage("etl", first)).to.equal(await frozenPage("etl", second));
  });
});
