/** Every command of docs/labs is typed, and what the page quotes is what was printed. */

import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect } from "chai";
import { Session } from "./a-session.ts";
import { below, blocksIn, textOf } from "./pages.ts";
import { misquoted, stepsIn } from "./transcript.ts";

const LABS = below("docs/labs").filter((path) => /\/\d-/.test(path));

describe("the labs", function () {
  this.timeout(300_000);

  it("are four", () => {
    expect(LABS).to.have.length(4);
    for (const lab of LABS) expect(stepsIn(textOf(lab)), lab).to.not.have.length(0);
  });

  for (const lab of LABS) {
    it(`do what ${lab} says`, async () => {
      const session = new Session(await aFreePort());
      try {
        for (const { file, code } of blocksIn({ path: lab, text: textOf(lab) })) session.save(file, code);
        for (const step of stepsIn(textOf(lab))) {
          expect(await session.take(step), `$ ${step.command}`).to.equal(undefined);
        }
      } finally {
        await session.close();
      }
    });
  }
});

describe("a transcript", () => {
  const text = "before\n```console\n$ one\na\n...\nd\n$ two\n```\nbetween\n```console\n$ three &\n```\n";

  it("is commands with what they print", () => {
    expect(stepsIn(text)).to.deep.equal([
      { command: "one", quoted: ["a", "...", "d"] },
      { command: "two", quoted: [] },
      { command: "three &", quoted: [] },
    ]);
  });

  it("is right where it leaves out only what it says it leaves out", () => {
    const [one, two] = stepsIn(text);
    expect(misquoted(one!, "a\nb\nc\nd\n")).to.equal(undefined);
    expect(misquoted(one!, "a\nd")).to.equal(undefined);
    expect(misquoted(two!, "anything")).to.equal(undefined);
    expect(misquoted(one!, "a\nb\n")).to.equal("d");
    expect(misquoted(one!, "z\na\nd\n")).to.equal("a");
    expect(misquoted(one!, "a\nd\ne\n")).to.equal('(the end; it goes on with "e")');
  });
});

async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
