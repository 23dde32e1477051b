import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { type AHost, aHost, eventually, handler, isRunning } from "./a-host.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Answers with its process and with how often it was asked. */
const counting = { "index.js": `let n = 0; ${handler("return { n: ++n, pid: process.pid };")}` };

describe("a process between two runs", () => {
  let host: AHost;
  before(() => {
    host = aHost();
  });
  after(() => host.stop());

  it("stands still: its timers wait for the next run", async () => {
    if (process.platform === "win32") return;
    const code = `let ticks = 0; setInterval(() => ticks++, 10); ${handler("return ticks;")}`;
    const name = await host.deploy({ "index.js": code });
    await host.invoke(name);
    await pause(1000);
    // A hundred would have passed.
    expect((await host.invoke(name)).payload).to.be.below(50);
  });

  it("goes with the code that it ran", async () => {
    const name = await host.deploy(counting);
    const { pid } = (await host.invoke(name)).payload;
    expect(host.service.recycle(name)).to.equal(1);
    await eventually(() => !host.runtime.pids().includes(pid));
    expect((await host.invoke(name)).payload.n).to.equal(1);
  });

  it("that somebody has killed is replaced by a cold one", async () => {
    const name = await host.deploy(counting);
    const { pid } = (await host.invoke(name)).payload;
    process.kill(pid, "SIGKILL");
    await eventually(() => !host.runtime.pids().includes(pid));
    const { error, payload, tail } = await host.invoke(name);
    expect(error).to.equal(undefined);
    expect(payload.n).to.equal(1);
    expect(tail).to.include("Init Duration: ");
  });
});

describe("a host of processes", () => {
  it("runs several events of one function at once, each in a process of its own", async () => {
    const host = aHost();
    const name = await host.deploy("await new Promise((r) => setTimeout(r, 500)); return process.pid;");
    const answers = await Promise.all([host.invoke(name), host.invoke(name), host.invoke(name)]);
    await host.stop();
    expect(new Set(answers.map(({ payload }) => payload)).size).to.equal(3);
  });

  it("keeps so many processes at rest and no more: the one that rested longest goes", async () => {
    const host = aHost({ most: 2 });
    const names = [await host.deploy(counting), await host.deploy(counting), await host.deploy(counting)];
    const pids: number[] = [];
    for (const name of names) pids.push((await host.invoke(name)).payload.pid);
    await eventually(() => host.runtime.pids().length === 2);
    expect(host.runtime.pids()).to.deep.equal(pids.slice(1));
    expect((await host.invoke(names[0]!)).payload.n).to.equal(1);
    await host.stop();
  });

  it("lets those rest that others will ask for, however many are at work", async () => {
    const host = aHost({ most: 1 });
    const name = await host.deploy(counting);
    await host.invoke(name);
    const busy = await host.deploy("await new Promise((r) => setTimeout(r, 2000));");
    const work = [host.invoke(busy), host.invoke(busy)];
    await eventually(() => host.runtime.pids().length === 3);
    expect((await host.invoke(name)).payload.n).to.equal(2);
    await Promise.all(work);
    await host.stop();
  });

  it("ends all its processes when it stops, busy ones too, and leaves no file behind", async () => {
    const host = aHost();
    const idle = await host.deploy("return process.env.LAMBDA_TASK_ROOT;");
    const { payload: folder } = await host.invoke(idle);
    const busy = host.invoke(await host.deploy("for (;;);", { Timeout: 30 }));
    await eventually(() => host.runtime.pids().length === 2);
    const pids = host.runtime.pids();
    await host.stop();
    expect(host.runtime.pids()).to.deep.equal([]);
    await eventually(() => !pids.some(isRunning));
    expect(existsSync(folder)).to.equal(false);
    expect((await busy).error).to.equal("Unhandled");
  });

  it("takes its processes along when it is killed, frozen and looping ones too", async function () {
    if (process.platform === "win32") this.skip();
    const program = new URL("./a-doomed-host.ts", import.meta.url).pathname;
    const host = spawn(process.execPath, ["--import", "tsx", program], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(createInterface(host.stdout), "line")) as [string];
    const { pids, folder } = JSON.parse(line) as { pids: number[]; folder: string };
    expect(pids).to.have.length(2);
    expect(pids.every(isRunning)).to.equal(true);
    host.kill("SIGKILL");
    await eventually(() => !pids.some(isRunning));
    await eventually(() => !existsSync(folder));
  });
});
