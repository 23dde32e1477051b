import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Ledger } from "../../drivers/ledger.ts";
import { anEndpoint, type Endpoint } from "./endpoint.ts";
import { anEvent } from "./messages.ts";

describe("the drivers as programs", () => {
  let endpoint: Endpoint;
  let folder: string;
  let children: ChildProcess[] = [];

  beforeEach(async () => {
    endpoint = await anEndpoint();
    folder = mkdtempSync(join(tmpdir(), "drivers-"));
    const outputs = {
      documentsBucket: "documents-lab",
      deliveriesQueueUrl: `${endpoint.url}/000000000000/deliveries-lab`,
      region: "eu-west-1",
    };
    writeFileSync(join(folder, "outputs.json"), JSON.stringify(outputs));
  });

  afterEach(async () => {
    for (const child of children) child.kill("SIGKILL");
    children = [];
    await endpoint.close();
    rmSync(folder, { recursive: true });
  });

  function start(program: "publisher" | "subscriber", ...options: string[]) {
    const places = ["--outputs", join(folder, "outputs.json"), "--ledgers", folder, "--no-metrics"];
    const child = spawn(process.execPath, ["--import", "tsx", `drivers/main/${program}.ts`, ...places, ...options], {
      env: {
        PATH: process.env.PATH,
        AWS_ENDPOINT_URL: endpoint.url,
        AWS_ACCESS_KEY_ID: "a",
        AWS_SECRET_ACCESS_KEY: "b",
      },
    });
    children.push(child);
    return { child, said: output(child), ended: new Promise<number | null>((resolve) => child.on("exit", resolve)) };
  }

  const lines = (name: string) => readFileSync(join(folder, name), "utf8").split("\n");
  const ledgerOf = (...names: string[]) => names.reduce((ledger, name) => ledger.read(lines(name)), new Ledger());

  it("publish as many documents as asked, and keep a ledger of them", async () => {
    const { said, ended } = start(
      "publisher",
      "--rate",
      "200",
      "--documents",
      "40",
      "--malformed",
      "0.1",
      "--run",
      "a",
    );
    expect(await ended, said.err()).to.equal(0);
    expect(said.out()).to.equal(
      `a: 40 accepted, 0 uncertain, 0 refused; ledger ${join(folder, "a.publisher.ndjson")}\n`,
    );
    const ledger = ledgerOf("a.publisher.ndjson");
    expect(ledger.counts("a").cells).to.include({ lost: 36, lostEvidence: 4 });
    for (let i = 0; i < 40; i++) {
      const put = endpoint.puts.get(`/documents-lab/${ledger.documents("a").inputKey(i)}`)!;
      expect(put.includes(Buffer.from(ledger.documents("a").bytes(i)))).to.equal(true);
    }
  });

  it("end cleanly on a signal, and say what they did", async () => {
    const { child, said, ended } = start("publisher", "--rate", "50", "--run", "b");
    await until(() => endpoint.puts.size >= 5);
    child.kill("SIGTERM");
    expect(await ended, said.err()).to.equal(0);
    expect(said.out()).to.match(/^b: \d+ accepted, 0 uncertain, 0 refused; ledger /);
    expect(JSON.parse(lines("b.publisher.ndjson").at(-2)!).kind).to.equal("ended");
    expect(ledgerOf("b.publisher.ndjson").counts("b").accepted).to.equal(endpoint.puts.size);
  });

  it("forget nothing that they had seen when they are killed", async () => {
    const { child, ended } = start("publisher", "--rate", "50", "--run", "c");
    // What the publisher has seen is what it has written down; the endpoint may be some answers ahead.
    const seen = () => lines("c.publisher.ndjson").filter((line) => line.includes('"accepted"')).length;
    await until(() => endpoint.puts.size > 0 && seen() >= 10);
    const before = seen();
    child.kill("SIGKILL");
    await ended;
    const { accepted } = ledgerOf("c.publisher.ndjson").counts("c");
    expect(accepted).to.be.within(before, endpoint.puts.size);
    const [first] = lines("c.publisher.ndjson").map((line) => JSON.parse(line || "null"));
    expect(first).to.include({ kind: "program", role: "publisher", run: "c", pid: child.pid, target: "documents-lab" });
  });

  it("read what the publisher beside them wrote", async () => {
    const publisher = start("publisher", "--rate", "100", "--documents", "12", "--malformed", "0", "--run", "d");
    await publisher.ended;
    const { child, said, ended } = start("subscriber", "--run", "e");
    const documents = ledgerOf("d.publisher.ndjson").documents("d");
    for (let i = 0; i < 12; i++)
      endpoint.inbox.push(anEvent(documents.outputKey(i), i === 3 ? "other" : documents.csv(i)));
    endpoint.inbox.push(anEvent(documents.outputKey(0), documents.csv(0)), "hello");
    await until(() => endpoint.deleted === 14);
    child.kill("SIGINT");
    expect(await ended, said.err()).to.equal(0);
    expect(said.out()).to.match(
      /^e: 12 documents in 13 deliveries, 1 unreadable, 1 unlike their expected bytes; ledger /,
    );
    const { cells, duplicates, duplicateEffects } = ledgerOf("d.publisher.ndjson", "e.subscriber.ndjson").counts("d");
    expect([cells.ok, cells.corrupt, duplicates, duplicateEffects]).to.deep.equal([11, 1, 1, 0]);
  });

  it("go on where a subscriber of that name was killed, and work no second time", async () => {
    const key = "output/d/00000000.csv";
    for (const signal of ["SIGKILL", "SIGINT"] as const) {
      const { child, ended } = start("subscriber", "--run", "f");
      const before = endpoint.deleted;
      endpoint.inbox.push(anEvent(key));
      await until(() => endpoint.deleted > before);
      child.kill(signal);
      await ended;
    }
    const fate = ledgerOf("f.subscriber.ndjson").fate(key)!;
    expect([fate.deliveries, fate.effects]).to.deep.equal([2, 1]);
  });

  it("say what is missing, and what to do next", async () => {
    writeFileSync(join(folder, "outputs.json"), "{}");
    const { said, ended } = start("publisher");
    expect(await ended).to.equal(64);
    expect(said.err()).to.match(/^LAB_NOT_DEPLOYED: There is no documentsBucket .*\n {2}next: Deploy first/);
  });

  it("do not write over an earlier run", async () => {
    writeFileSync(join(folder, "g.publisher.ndjson"), "");
    const { said, ended } = start("publisher", "--run", "g");
    expect(await ended).to.equal(64);
    expect(said.err()).to.match(/^LAB_RUN_EXISTS/);
  });

  for (const program of ["publisher", "subscriber"] as const)
    it(`explain themselves: ${program} --help`, async () => {
      const { said, ended } = start(program, "--help");
      expect(await ended).to.equal(0);
      expect(said.out()).to.contain(`npm run ${program} -- [options]`).and.to.contain("--rate");
    });
});

function output(child: ChildProcess): { out(): string; err(): string } {
  const texts = { out: "", err: "" };
  child.stdout!.on("data", (data) => {
    texts.out += data;
  });
  child.stderr!.on("data", (data) => {
    texts.err += data;
  });
  return { out: () => texts.out, err: () => texts.err };
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !holds(); i++) await sleep(20);
  expect(holds()).to.equal(true);
}
