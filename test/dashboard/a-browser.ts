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
