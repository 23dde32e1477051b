import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium, NO_CHROMIUM } from "../../bench/chromium.ts";

/** A browser for a suite: skips it, loudly, where there is none. */
export async function browserOrSkip(suite: Mocha.Context): Promise<Browser> {
  const browser = await launchChromium();
  if (browser) return browser;
  if (process.env.CHAOSLAB_REQUIRE?.split(",").includes("chromium"))
    throw new Error(`It is required, and ${NO_CHROMIUM}`);
  console.warn(`SKIPPED: the dashboard in a real browser, because ${NO_CHROMIUM}`);
  return suite.skip();
}

/** A page that remembers what went wrong on it, and whom it asked. */
export interface Watched {
  readonly page: Page;
  readonly complaints: string[];
  readonly hosts: Set<string>;
  readonly urls: string[];
}

export async function aPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const page = await (await browser.newContext(options)).newPage();
  const watched: Watched = { page, complaints: [], hosts: new Set(), urls: [] };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") watched.complaints.push(message.text());
  });
  page.on("pageerror", (error) => watched.complaints.push(error.stack ?? error.message));
  page.on("request", (request) => {
    watched.hosts.add(new URL(request.url()).hostname);
    watched.urls.push(request.url());
  });
  await page.goto(url);
  return watched;
}

/** What axe-core calls serious or worse, and where. The page must let others' scripts in (`bypassCSP`). */
export async function seriousFaults(page: Page): Promise<[id: string, places: string[]][]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = (await page.evaluate("axe.run()")) as { violations: Violation[] };
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)]);
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}
