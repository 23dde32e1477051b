import { expect } from "chai";
import { Turnstile } from "../../cloud/lambda/runtime/process/turnstile.ts";
import { aHost } from "./a-host.ts";

describe("a turnstile", () => {
  it("lets as many in at once as it may, and the others in the order they came", async () => {
    const turnstile = new Turnstile(2);
    const entered: string[] = [];
    const came = ["a", "b", "c", "d"].map((name) => turnstile.enter().then(() => entered.push(name)));
    await Promise.all(came.slice(0, 2));
    expect(entered).to.deep.equal(["a", "b"]);
    turnstile.leave();
    await came[2];
    expect(entered).to.deep.equal(["a", "b", "c"]);
    turnstile.leave();
    await came[3];
    expect(entered).to.deep.equal(["a", "b", "c", "d"]);
  });

  it("is free again when everybody has left", async () => {
    const turnstile = new Turnstile(1);
    await turnstile.enter();
    turnstile.leave();
    await turnstile.enter();
    let isThrough = false;
    const second = turnstile.enter().then(() => {
      isThrough = true;
    });
    await Promise.resolve();
    expect(isThrough).to.equal(false);
    turnstile.leave();
    await second;
  });
});

describe("processes that are wanted all at once", () => {
  it("begin as many at a time as the host has said", async () => {
    const host = aHost({ beginAtOnce: 1 });
    const busy = "const began = Date.now(); while (Date.now() < began + 50);";
    const name = await host.deploy({ "index.js": `${busy} exports.handler = async () => began;` });
    const answers = await Promise.all(Array.from({ length: 5 }, () => host.invoke(name)));
    await host.stop();
    const began = answers.map(({ payload }) => payload as number).sort((a, b) => a - b);
    const gaps = began.slice(1).map((at, i) => at - began[i]!);
    expect(Math.min(...gaps)).to.be.at.least(50);
  });
});
