import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { FaultWindows, windowsIn } from "../../lab/dashboard/fault-windows.ts";

const at = (minute: number) => Date.UTC(2026, 0, 1, 0, minute);
const version = (minute: number, value: object | string) => ({
  Value: typeof value === "string" ? value : JSON.stringify(value),
  LastModifiedDate: new Date(at(minute)),
});

const SITE = {
  accountId: "111122223333",
  region: "us-east-1",
  pipeline: "etl-lab",
  endpoint: "http://127.0.0.1:4566",
};

describe("the faults a parameter held", () => {
  it("were in force until the next version, their own end, or are now", () => {
    const expiresAt = new Date(at(9)).toISOString();
    const history = [
      version(0, {}),
      version(1, { seed: 7, latency: {}, exception: {} }),
      version(4, {}),
      version(5, { timeout: {}, expiresAt }),
      version(20, { latency: {} }),
    ];
    expect(windowsIn(history)).to.deep.equal([
      { name: "latency, exception", from: at(1), until: at(4) },
      { name: "timeout", from: at(5), until: at(9) },
      { name: "latency", from: at(20) },
    ]);
  });

  it("are none when nobody can read them", () => {
    expect(windowsIn([version(0, "no json"), version(1, "[]"), version(2, "null")])).to.deep.equal([]);
  });
});

describe("fault windows", () => {
  let runs: string;
  beforeEach(() => {
    runs = mkdtempSync(join(tmpdir(), "chaoslab-runs-"));
  });
  afterEach(() => rmSync(runs, { recursive: true }));

  const aClient = (...Parameters: object[]) => ({ config: {}, send: async () => ({ Parameters }) });
  const windows = (client: object) =>
    new FaultWindows({
      ssm: client as SSMClient,
      parameter: () => "/lab/faults",
      site: () => SITE,
      runs,
      leases: join(runs, "leases"),
    }).faults();
  const held = (name: string, site: object, ...lines: object[]) => {
    mkdirSync(join(runs, "leases"), { recursive: true });
    const writer = { kind: "run", run: name, pid: process.pid, startedAt: at(0), site };
    const text = [writer, ...lines].map((line) => JSON.stringify(line)).join("\n");
    writeFileSync(join(runs, "leases", `${name}.ndjson`), text);
  };
  const intent = (number: number, action: string, minute: number) => ({
    kind: "intent",
    number,
    action,
    at: at(minute),
  });
  const run = (id: string, journal: object | string) => {
    mkdirSync(join(runs, id));
    writeFileSync(join(runs, id, "journal.json"), typeof journal === "string" ? journal : JSON.stringify(journal));
  };
  const fault = { action: "slow half of the runs down", from: at(5), until: at(12) };

  it("come out of the journals of live runs, by the names of their actions", async () => {
    run("slow-7", { id: "slow-7", target: "local", faults: [fault] });
    run("of-the-simulation", { id: "x", target: "sim", faults: [fault] });
    run("half-written", '{"id":');
    mkdirSync(join(runs, "no-journal"));
    expect(await windows(failing("ParameterNotFound"))).to.deep.equal([
      { name: "slow half of the runs down", from: at(5), until: at(12), run: "slow-7" },
    ]);
  });

  it("are told once: a journal's words go before the parameter's", async () => {
    run("slow-7", { id: "slow-7", target: "aws", faults: [fault] });
    const client = ofSsm(version(5, { latency: {} }), version(12, {}), version(15, { exception: {} }));
    expect((await windows(client)).map(({ name }) => name)).to.deep.equal(["slow half of the runs down", "exception"]);
  });

  it("come out of the leases that runs hold at this site, each action once, until they are given back", async () => {
    const inForce = (number: number) => ({ kind: "in force", number, at: at(number) });
    const ended = (number: number) => ({ kind: "ended", number, at: at(9), restoration: { outcome: "restored" } });
    held(
      "running",
      SITE,
      ...[intent(1, "deny the output", 1), inForce(1), intent(2, "deny the output", 2), inForce(2)],
      ...[intent(3, "throttle", 3), inForce(3), ended(3)],
      intent(4, "not yet", 4),
    );
    held("elsewhere", { ...SITE, endpoint: null }, intent(1, "other", 1), inForce(1));
    expect(await windows(failing("ParameterNotFound"))).to.deep.equal([
      { name: "deny the output", from: at(1), run: "running" },
    ]);
  });

  it("come from the embedded cloud itself, those that have ended too", async () => {
    const since = new Date(at(1)).toISOString();
    const lose = { link: "s3 -> lambda", fault: { kind: "lose", probability: 1 }, since, strikes: 0 } as const;
    const cloud = () => [
      { ...lose, id: "a", until: new Date(at(2)).toISOString() },
      { ...lose, id: "b" },
    ];
    const ssm = aClient() as unknown as SSMClient;
    const books = { ssm, parameter: () => undefined, runs, leases: join(runs, "leases"), cloud };
    expect(await new FaultWindows(books).faults()).to.deep.equal([
      { name: "s3 -> lambda", from: at(1), until: at(2) },
      { name: "s3 -> lambda", from: at(1) },
    ]);
  });

  it("do without a parameter that may not be read, and pass other troubles on", async () => {
    expect(await windows(failing("AccessDeniedException"))).to.deep.equal([]);
    const trouble = await windows(failing("ThrottlingException")).catch((error: Error) => error.name);
    expect(trouble).to.equal("ThrottlingException");
  });

  /** The paginator wants a client of the right class. */
  function ofSsm(...Parameters: object[]): object {
    return Object.assign(Object.create(SsmPrototype), aClient(...Parameters));
  }

  function failing(name: string): object {
    const send = async () => {
      throw Object.assign(new Error(name), { name });
    };
    return Object.assign(Object.create(SsmPrototype), { send });
  }
});

const SsmPrototype = (await import("@aws-sdk/client-ssm")).SSMClient.prototype;
