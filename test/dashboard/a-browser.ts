import { accessSync, constants } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const PATHS = [
  process.env.CHAOSLAB_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** What keeps Chromium from asking anybody but this machine. */
const QUIETLY = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Headless Chromium, for tests of pages as a person sees them. Skips the suite, loudly, where there is none. */
export async function browserOrSkip(suite: Mocha.Context): Promise<Browser> {
  const executablePath = PATHS.find((path) => path !== undefined && isExecutable(path));
  if (executablePath) return await chromium.launch({ executablePath, args: QUIETLY });
  const why = "there is no Chromium: apt-get install chromium, or name one in CHAOSLAB_CHROMIUM";
  if (process.env.CHAOSLAB_REQUIRE?.split(",").includes("chromium"))
    throw new Error(`Chromium is required, and ${why}`);
  console.warn(`SKIPPED: pages in a real browser, because ${why}`);
  return suite.skip();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A page that remembers what went wrong on it, and whom it asked. */
export interface Watched {
  readonly page: Page;
  readonly complaints: string[];
  readonly hosts: Set<string>;
}

export async function aPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const page = await (await browser.newContext(options)).newPage();
  const watched: Watched = { page, complaints: [], hosts: new Set() };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") watched.complaints.push(message.text());
  });
  page.on("pageerror", (error) => watched.complaints.push(error.stack ?? error.message));
  page.on("request", (request) => watched.hosts.add(new URL(request.url()).hostname));
  await page.goto(url);
  return watched;
}
