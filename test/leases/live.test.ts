import { join } from "node:path";
import { GetFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { recordedRuns } from "../../lab/leases/records.ts";
import { hangUp, type LiveClients, liveClients } from "../../lab/live/clients.ts";
import { environmentFor, ROOT_KEY } from "../../lab/local/root-key.ts";
import { BITE } from "../chaos/a-bite.ts";
import { aCopy } from "../lab/a-copy.ts";
import { aShell, type Program, type Shell } from "../lab/a-shell.ts";
import { anExperimentFile, LEASE } from "../lab/an-experiment.ts";

const LOAD = "{ documents: 20, perSecond: 30, malformed: 0 }";
/** The same, and a fault that only an embedded cloud has. */
const TWO = LEASE.replace("[", `[action("lose it", cloud.disturb("s3 -> lambda", { kind: "lose", probability: 1 })), `);
/** An error that nobody catches, while a fault is in force. */
const CRASH = `${LEASE.slice(0, -1)}, action("err", { name: "late", arguments: {}, work: async () => {
  setImmediate(() => { throw new Error("nobody caught this"); });
  await new Promise(() => {});
} })]`.replace("minutes(1)", "1");

/** From a checkout of its own, because a checkout knows one deployment and keeps one folder of leases. */
describe("a live run", function () {
  this.timeout(600_000);
  let shell: Shell;
  let checkout: string;
  let up: Program;
  let clients: LiveClients;
  let env: Readonly<Record<string, string>>;

  before(async () => {
    shell = aShell();
    checkout = aCopy(join(shell.folder, "checkout"));
    up = shell.start(["up", "--port", "0", "--set", "retries=0"], { checkout });
    await up.says("export AWS_ENDPOINT_URL");
    const [endpoint, port] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(up.out)!;
    env = environmentFor(Number(port));
    clients = liveClients("us-east-1", { endpoint, credentials: ROOT_KEY });
    anExperimentFile(shell, "leased.mjs", { method: LEASE, load: LOAD });
    const head = 'import { cloud } from "serverless-chaos-lab";';
    anExperimentFile(shell, "two.mjs", { head, method: TWO, load: LOAD, more: 'needs: "local",' });
    anExperimentFile(shell, "crashing.mjs", { method: CRASH, load: LOAD });
    const own = `{ name: "own", arguments: {}, lease: {}, bites: ${JSON.stringify(BITE)} }`;
    anExperimentFile(shell, "own-lease.mjs", { method: `[action("turn it", ${own})]` });
  });
  after(() => {
    if (clients) hangUp(clients);
    shell.close();
  });

  const chaoslab = async (...args: string[]) => await shell.start(args, { checkout, env }).ended;
  const start = (experiment: string) =>
    shell.start(["run", experiment, "--target", "local", "--out", shell.runs], { checkout, env });
  const leases = () => recordedRuns(join(checkout, ".chaoslab/leases"));
  const reserved = async () => {
    const asked = new GetFunctionConcurrencyCommand({ FunctionName: "transform-lab" });
    return (await clients.lambda.send(asked)).ReservedConcurrentExecutions;
  };
  const faults = async () => {
    const answer = await fetch(`${env.AWS_ENDPOINT_URL}/_lab/faults`);
    return ((await answer.json()) as { faults: unknown[] }).faults;
  };
  const until = async (condition: () => boolean | Promise<boolean>, run: Program) => {
    while (!(await condition())) {
      if (run.child.exitCode !== null) throw new Error(`it ended: ${run.err}${run.out}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const inForce = async (run: Program) => {
    await until(() => leases().some(({ open }) => open.some(({ state }) => state === "in force")), run);
    expect(await reserved()).to.equal(100);
  };

  it("has its deployment for itself, and restores within five seconds of Ctrl-C", async () => {
    const run = start("./leased.mjs");
    await inForce(run);
    const { pid } = run.child;
    for (const words of [
      ["undo"],
      ["undo", "--all"],
      ["run", "./leased.mjs", "--target", "local", "--out", shell.runs],
    ]) {
      const { code, err } = await chaoslab(...words);
      expect([words[0], code], err).to.deep.equal([words[0], 64]);
      expect(err).to.match(new RegExp(`LAB_RUN_AT_WORK: leased-1-\\S+ \\(pid ${pid}\\) is at work on etl-lab in `));
      expect(err).to.contain(`next: Wait for it, or let it end and restore what it changed: kill -INT ${pid}\n`);
    }
    expect(await reserved()).to.equal(100);
    const since = performance.now();
    run.child.kill("SIGINT");
    await until(async () => (await reserved()) === undefined, run);
    expect(performance.now() - since).to.be.below(5000);
    const { code, err } = await run.ended;
    expect(code, err).to.equal(130);
    expect(leases()).to.deep.equal([]);
  });

  it("that is killed leaves a journal: nobody runs over it, undo gives everything back, and again does nothing", async () => {
    const run = start("./two.mjs");
    await until(() => leases().some(({ open }) => open.filter(({ state }) => state === "in force").length === 2), run);
    const { pid } = run.child;
    run.child.kill("SIGKILL");
    await run.ended;
    const [{ id, expiresAt }] = (await faults()) as [{ id: string; expiresAt: string }];
    expect(id).to.match(/^two-1-\d+T\d+Z\.1$/);
    expect(Date.parse(expiresAt) - Date.now(), "a minute of the method, a minute more").to.be.within(60_000, 120_000);
    expect(await reserved()).to.equal(100);

    const next = await chaoslab("run", "./leased.mjs", "--target", "local", "--out", shell.runs);
    expect(next.code, next.err).to.equal(64);
    const changed = `fault ${id} at s3 -> lambda, reserved concurrency of transform-lab`;
    expect(next.err).to.contain(`(pid ${pid}, ended) has left changed: ${changed}.\nnext: npx chaoslab undo\n`);
    const status = await chaoslab("status");
    expect(status.code, status.err).to.equal(1);
    expect(status.out).to.contain(`fault ${id} at s3 -> lambda (in force)`);
    expect(status.out).to.contain(`${id} at s3 -> lambda, until ${expiresAt}`);

    const lost = await shell.start(["undo"], { checkout, env: environmentFor(9) }).ended;
    expect(lost.code, lost.err).to.equal(64);
    expect(lost.err).to.match(
      /^LAB_WRONG_CLOUD: .* at http:\/\/127\.0\.0\.1:\d+; this shell leads to http:\/\/127\.0\.0\.1:9\./,
    );
    expect(lost.err).to.match(/\nnext: eval "\$\(npx chaoslab env --port \d+\)"\n$/);
    expect(await reserved()).to.equal(100);

    const undone = await chaoslab("undo");
    expect([undone.code, undone.out], undone.err).to.deep.equal([
      0,
      `${leases()[0]!.run}:\n  [restored] fault ${id} at s3 -> lambda\n  [restored] reserved concurrency of transform-lab\n`,
    ]);
    expect(await faults()).to.deep.equal([]);
    expect(await reserved()).to.equal(undefined);
    for (const words of [["undo"], ["undo", "--all"]]) {
      const { code, out } = await chaoslab(...words);
      expect([code, out.slice(0, 15)]).to.deep.equal([0, "nothing to undo"]);
    }
  });

  it("restores what it changed when an error is caught by nobody", async () => {
    const { code, err } = await start("./crashing.mjs").ended;
    expect(code, err).to.equal(70);
    expect(err).to.contain("LAB_BUG: Error: nobody caught this");
    expect(await reserved()).to.equal(undefined);
    expect(leases().flatMap(({ open }) => open)).to.deep.equal([]);
  });

  it("takes no lease that an undo could not give back", async () => {
    const { code, err } = await start("./own-lease.mjs").ended;
    expect(code, err).to.equal(64);
    expect(err).to.contain('LAB_LEASE_UNKNOWN: own-lease takes a lease that no undo could give back: "turn it" (own).');
  });

  it("ends with 5 when it is made to leave before it could restore", async () => {
    const run = start("./leased.mjs");
    await inForce(run);
    // A cloud that stands still: its answers do not come any more.
    up.child.kill("SIGSTOP");
    run.child.kill("SIGINT");
    const { code, err } = await run.ended;
    up.child.kill("SIGCONT");
    expect(code, err).to.equal(5);
    expect(err).to.contain("STILL CHANGED  reserved concurrency of transform-lab\nnext: npx chaoslab undo\n");
    expect((await chaoslab("undo")).out).to.contain("[restored] reserved concurrency of transform-lab");
    expect(await reserved()).to.equal(undefined);
  });
});
