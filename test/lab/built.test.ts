import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { aCopy } from "./a-copy.ts";
import { aShell, each, type Shell } from "./a-shell.ts";

/** In lab/commands/list.ts. */
const LINE = "const screen = new Screen(options);";

describe("the lab's bundle", function () {
  this.timeout(120_000);
  let shell: Shell;
  let checkout: string;

  beforeEach(() => {
    shell = aShell();
    checkout = aCopy(join(shell.folder, "checkout"));
  });
  afterEach(() => shell.close());

  const list = async () => {
    const { code, out, err } = await shell.start(["list"], { checkout }).ended;
    expect(code, err).to.equal(0);
    return { out, err };
  };
  const name = () => JSON.parse(readFileSync(join(checkout, "build/program.json"), "utf8")) as { folder: string };
  const experiment = () => join(checkout, "experiments/steady-state.ts");
  const edit = (path: string, from: string, to: string) => {
    const text = readFileSync(path, "utf8");
    expect(text).to.contain(from);
    writeFileSync(path, text.replace(from, to));
  };

  it("is made by the first start and taken by the next", async () => {
    const first = await list();
    const { folder } = name();
    appendFileSync(join(checkout, "build/program", folder, "lab/main.js"), `\nconsole.error("out of the bundle");`);
    expect(await list()).to.deep.equal({ out: first.out, err: "out of the bundle\n" });
    expect(name().folder).to.equal(folder);
  });

  it("is never older than its sources, whatever their size and times say", async () => {
    await list();
    const { size, atime, mtime } = statSync(experiment());
    edit(experiment(), "Undisturbed", "Undestroyed");
    utimesSync(experiment(), atime, mtime);
    expect(statSync(experiment()).size).to.equal(size);
    expect((await list()).out).to.contain("Undestroyed, every document is delivered");
    edit(join(checkout, "lab/commands/list.ts"), LINE, `console.log("edited");\n  ${LINE}`);
    expect((await list()).out).to.contain("edited");
  });

  it("knows the experiments that are there now", async () => {
    await list();
    cpSync(experiment(), join(checkout, "experiments/one-more.ts"));
    expect((await list()).out).to.match(/^one-more /m);
    rmSync(join(checkout, "experiments/one-more.ts"));
    expect((await list()).out).not.to.contain("one-more");
  });

  it("is made anew where the checkout was moved to", async () => {
    const { out } = await list();
    const { folder } = name();
    renameSync(checkout, join(shell.folder, "moved"));
    checkout = join(shell.folder, "moved");
    expect((await list()).out).to.equal(out);
    expect(name().folder).not.to.equal(folder);
  });

  it("may be made by several starts at once", async () => {
    const answers = await each([1, 2, 3], list);
    for (const { out, err } of answers) expect([out, err]).to.deep.equal([answers[0]!.out, ""]);
    expect((await list()).out).to.equal(answers[0]!.out);
  });

  it("is done without where nothing can be written", async () => {
    // A file where the folder would be: unlike a mode of the folder, it stops root too.
    writeFileSync(join(checkout, "build"), "");
    expect((await list()).out).to.match(/^steady-state /m);
    expect(existsSync(join(checkout, "build/program.json"))).to.equal(false);
  });

  it("leaves it to the source to say what is wrong with it", async () => {
    const { out } = await list();
    edit(join(checkout, "lab/nearest.ts"), "export function", "export functoin");
    const { code, err } = await shell.start(["list"], { checkout }).ended;
    expect(code).to.equal(70);
    expect(err).to.match(/lab\/nearest\.ts:\d+:\d+: ERROR: /);
    edit(join(checkout, "lab/nearest.ts"), "export functoin", "export function");
    expect((await list()).out).to.equal(out);
  });

  it("tells of places in the sources", async () => {
    edit(join(checkout, "lab/commands/list.ts"), LINE, `null!.gone;\n  ${LINE}`);
    const { code, err } = await shell.start(["list"], { checkout }).ended;
    expect(code).to.equal(70);
    expect(err).to.match(/lab\/commands\/list\.ts:\d+:\d+/);
  });
});
