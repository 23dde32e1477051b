import { dirname, join, normalize } from "node:path";
import { expect } from "chai";
import { blocksIn, exists, type Page, pages, textOf } from "./pages.ts";

/**
 * What the documentation names is there: files, folders, links and their headings, npm scripts and commands of the
 * command line.
 */

/** Every `[text](target)` that does not lead out of the project. */
function linksIn({ text }: Page): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** Names of files and folders in backticks: `cloud/sqs/queue.ts`, `src/`, `cdktf.json`. */
function namesIn({ text }: Page): string[] {
  const names = [...text.matchAll(/`([\w@.-]+(?:\/[\w@.-]+)*\/?)`/g)].map(([, name]) => name!);
  return names.filter((name) => /\.(?:ts|js|md)$/.test(name) || /^[a-z]+\/(?:[\w./-]*\/)?$/.test(name));
}

/** Rooms of a house are named without their house, and what a run writes is not there before it ran. */
const ROOMS = /^(?:service|house|facts|metrics|errors|latency|ports|parameter)\.ts$|^operations\/$/;
const WRITTEN = /^build\//;

function isThere(name: string, page: Page): boolean {
  const places = [name, `cloud/kernel/${name}`, `cloud/gateway/${name}`];
  return ROOMS.test(name) || WRITTEN.test(name) || isExample(name, page) || places.some(exists);
}

/** The reader's own files, which a page spells out. */
function isExample(name: string, page: Page): boolean {
  return blocksIn(page).some(({ file }) => file === name && name.startsWith("mine/"));
}

/** GitHub's anchors: lower case, no punctuation, dashes for spaces. */
function anchorsIn(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

function leadsNowhere(page: Page, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page.path : normalize(join(dirname(page.path), path));
  if (!exists(file)) return true;
  return anchor !== undefined && !anchorsIn(textOf(file)).includes(anchor);
}

/** Words after a command, wherever a page shows it: in a sentence or in a block. */
function wordsAfter(command: string, { text }: Page): string[] {
  const pattern = new RegExp(`${command} ([a-z][\\w:-]*)`, "g");
  return [...text.matchAll(pattern)].map(([, word]) => word!);
}

const SCRIPTS = Object.keys(JSON.parse(textOf("package.json")).scripts);
/** npm has names of its own for these two. */
const SHORT = ["start", "test"];
/** Each command has a file of its own, which the command line imports. */
const COMMANDS = [...textOf("lab/main.ts").matchAll(/\.\/commands\/([a-z]+)\.ts/g)].map(([, name]) => name!);

describe("the documentation", () => {
  const every = pages();
  const complaints = (find: (page: Page) => string[]) =>
    every.flatMap((page) => find(page).map((what) => `${page.path}: ${what}`));

  it("links to what is there", () => {
    expect(complaints((page) => linksIn(page).filter((target) => leadsNowhere(page, target)))).to.deep.equal([]);
  });

  it("names files and folders that are there", () => {
    expect(complaints((page) => namesIn(page).filter((name) => !isThere(name, page)))).to.deep.equal([]);
  });

  it("names npm scripts that are in package.json", () => {
    const unknown = (page: Page) => wordsAfter("npm run(?: --silent)?", page).filter((name) => !SCRIPTS.includes(name));
    expect(complaints(unknown)).to.deep.equal([]);
    for (const script of SHORT) expect(SCRIPTS).to.include(script);
  });

  it("names commands that the command line has", () => {
    expect(COMMANDS).to.include("run");
    const unknown = (page: Page) => wordsAfter("chaoslab", page).filter((name) => !COMMANDS.includes(name));
    expect(complaints(unknown)).to.deep.equal([]);
  });

  it("keeps README below 150 lines, and records of decisions below 40", () => {
    const long = every.filter(({ path, text }) => {
      const limit = path === "README.md" ? 150 : path.startsWith("docs/decisions/") ? 40 : Number.POSITIVE_INFINITY;
      return text.split("\n").length - 1 >= limit;
    });
    expect(long.map(({ path }) => path)).to.deep.equal([]);
  });

  it("lists every record of a decision, and links every guide from README", () => {
    const linked = (path: string) => {
      const page = every.find((candidate) => candidate.path === path)!;
      return linksIn(page).map((target) => normalize(join(dirname(path), target)));
    };
    const records = every.map(({ path }) => path).filter((path) => /^docs\/decisions\/(?!README)/.test(path));
    const guides = every.map(({ path }) => path).filter((path) => /^docs\/[^/]+\.md$/.test(path));
    expect(linked("docs/decisions/README.md")).to.include.members(records);
    expect(linked("README.md")).to.include.members(guides);
  });

  it("is looked at closely enough to see a mistake", () => {
    const page = {
      path: "docs/page.md",
      text: "[a](nowhere.md) [b](verdict.md#no-such) `cloud/nobody.ts` `npm run fly`",
    };
    expect(linksIn(page).filter((target) => leadsNowhere(page, target))).to.have.length(2);
    expect(namesIn(page).filter((name) => !isThere(name, page))).to.deep.equal(["cloud/nobody.ts"]);
    expect(wordsAfter("npm run", page).filter((name) => !SCRIPTS.includes(name))).to.deep.equal(["fly"]);
  });
});
