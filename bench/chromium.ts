import { accessSync, constants } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Headless Chromium, where this machine has one: for the bench and the tests of pages as a person sees them. */

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

/** Why there is none, for people. */
export const NO_CHROMIUM = "there is no Chromium: apt-get install chromium, or name one in CHAOSLAB_CHROMIUM";

export async function launchChromium(): Promise<Browser | undefined> {
  const executablePath = PATHS.find((path) => path !== undefined && isExecutable(path));
  return executablePath ? await chromium.launch({ executablePath, args: QUIETLY }) : undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
