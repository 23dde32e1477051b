import { PassThrough } from "node:stream";
import { expect } from "chai";
import { WallClock } from "../../cloud/kernel/clock.ts";
import { MOST_OF_A_RUN, Output } from "../../cloud/lambda/runtime/process/output.ts";

const frame = (content: object) => `\u001e${JSON.stringify(content)}\n`;

function anOutput() {
  const stream = new PassThrough();
  const heard: [string, string?][] = [];
  const output = new Output(stream, {
    clock: new WallClock(),
    write: (text, level) => void heard.push(level ? [text, level] : [text]),
  });
  return { stream, output, heard };
}

/** What is heard of text that comes in pieces of some size. */
async function heardOf(text: string, size = text.length): Promise<[string, string?][]> {
  const { stream, output, heard } = anOutput();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
  stream.end();
  stream.on("end", () => stream.destroy());
  await output.closed;
  return heard;
}

describe("the output of a process", () => {
  const said = `plain\n${frame({ level: "INFO", text: "two\nlines" })}half${frame({ level: "WARN", text: "ü" })}rest`;
  const expected = [["plain"], ["two\nlines", "INFO"], ["half"], ["ü", "WARN"], ["rest"]];

  it("is heard line by line, messages with their level", async () => {
    expect(await heardOf(said)).to.deep.equal(expected);
  });

  it("is heard alike in whatever pieces it comes", async () => {
    for (const size of [1, 2, 3, 7]) expect(await heardOf(said, size)).to.deep.equal(expected);
  });

  it("keeps what only looks like a frame as it is", async () => {
    expect(await heardOf("\u001enot json\n\u001e7\n")).to.deep.equal([["\u001enot json"], ["\u001e7"]]);
  });

  it("cuts a line that never ends", async () => {
    const heard = await heardOf("x".repeat(300_000), 100_000);
    expect(heard.length).to.be.above(0);
    for (const [text] of heard) expect(text.length).to.be.at.most(262_144);
  });

  it("keeps so much of a run, and as much of the next", async () => {
    const { stream, output, heard } = anOutput();
    const flood = `${"x".repeat(99_999)}\n`.repeat(50);
    stream.write(flood + frame({ mark: 1 }));
    await output.reached(1);
    expect(heard.length).to.equal(Math.floor(MOST_OF_A_RUN / 100_000) + 1);
    expect(heard.at(-1)![0]).to.equal(`[what this run wrote beyond ${MOST_OF_A_RUN} characters was not kept]`);
    output.refill();
    stream.write(`next\n${frame({ mark: 2 })}`);
    await output.reached(2);
    expect(heard.at(-1)).to.deep.equal(["next"]);
  });

  it("has reached every mark when it is closed", async () => {
    const { stream, output } = anOutput();
    const reached = output.reached(5);
    stream.destroy();
    await reached;
    await output.reached(6);
  });
});
