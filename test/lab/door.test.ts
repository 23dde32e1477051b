import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { aShell, CHECKOUT, type Shell } from "./a-shell.ts";

describe("the door from the shell", function () {
  this.timeout(60_000);
  let shell: Shell;

  before(() => {
    shell = aShell();
  });
  after(() => shell.close());

  it("is closed to a Node that is too old", async () => {
    const old = `data:text/javascript,Object.defineProperty(process.versions, "node", { value: "18.20.4" })`;
    const { code, out, err } = await shell.start(["list"], { node: ["--import", old] }).ended;
    expect([code, out]).to.deep.equal([64, ""]);
    expect(err).to.equal("LAB_NODE_TOO_OLD: This is Node 18.20.4.\nnext: Install Node 20.19.\n");
  });

  it("says what to do in a checkout without packages", async () => {
    const checkout = join(shell.folder, "fresh");
    mkdirSync(checkout);
    for (const part of ["bin", "package.json"]) cpSync(join(CHECKOUT, part), join(checkout, part), { recursive: true });
    const { code, err } = await shell.start(["list"], { checkout }).ended;
    expect(err).to.equal("LAB_NOT_INSTALLED: The packages that the lab is made of are not here.\nnext: npm ci\n");
    expect(code).to.equal(64);
  });

  it("takes a program that does not load for a fault of the lab, and not for a verdict", async () => {
    const { open } = (await import("../../bin/door.js" as string)) as { open(program: string): Promise<void> };
    expect(open).to.be.a("function");
    const line = `import { open } from ${JSON.stringify(join(CHECKOUT, "bin/door.js"))}; await open("lab/gone.ts");`;
    const path = shell.write("program.mjs", line);
    const { code, err } = await shell.command([process.execPath, path]).ended;
    expect(err).to.contain("gone.ts");
    expect(code).to.equal(70);
  });
});
