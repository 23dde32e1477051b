import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { BITE } from "../chaos/a-bite.ts";
import { aShell, CHECKOUT, type Ended, each, type Shell } from "./a-shell.ts";
import { anExperimentFile, LEASE } from "./an-experiment.ts";

const PHASES = ["baseline", "method", "rollback", "recovery", "settling"] as const;

const SDK = pathToFileURL(join(CHECKOUT, "node_modules/@aws-sdk/client-lambda/dist-cjs/index.js")).href;

/**
 * An action whose restore never ends: its request does not get as far as AWS, so no time passes either and nobody's
 * patience ends.
 */
const STUCK = `[action("hold it", { name: "hold", arguments: {}, bites: ${JSON.stringify(BITE)}, lease: {
  resource: "a thing that cannot be put back",
  expiry: "none",
  observe: async () => globalThis.held ?? 0,
  changed: () => 1,
  put: async (aws, value) => {
    if (value === 0) {
      const request = new sdk.ListFunctionsCommand({});
      const stuck = () => () => new Promise((resolve) => setTimeout(resolve, 600_000));
      request.middlewareStack.add(stuck, { step: "build" });
      await aws.lambda.send(request);
    }
    globalThis.held = value;
  },
} }, { after: minutes(1) })]`;

describe("Ctrl-C", function () {
  this.timeout(180_000);
  let shell: Shell;

  beforeEach(() => {
    shell = aShell();
    anExperimentFile(shell, "leased.mjs", { method: LEASE });
    anExperimentFile(shell, "few-documents.mjs");
  });
  afterEach(() => shell.close());

  /** Runs experiments into a folder of their own, and presses keys meanwhile. */
  const pressing = async (keys: string, out: string, experiments: string[], env = {}) => {
    const node = ["--import", pathToFileURL(join(import.meta.dirname, "a-keyboard.mjs")).href];
    const args = ["run", ...experiments, "--out", join(shell.folder, out)];
    return await shell.start(args, { node, env: { PRESS: keys, ...env } }).ended;
  };

  it("ends a run in any phase, restores what was changed and writes the journal", async () => {
    const ended = await each(PHASES, (phase) => pressing(`${phase} SIGINT`, phase, ["./leased.mjs"]));
    for (const [i, phase] of PHASES.entries()) {
      checkInterrupted(ended[i]!, 130);
      const { status, verdict, phases, leases, end } = shell.journal("latest", phase);
      expect([status, verdict], phase).to.deep.equal(["interrupted", null]);
      // What a signal interrupts is the next wait, and that may be the next phase's.
      expect(phases.at(-1)!.name).to.be.oneOf(PHASES.slice(i, i + 2));
      expect(Date.parse(end), "the restores come after").to.be.at.least(Math.floor(phases.at(-1)!.until));
      const restored = leases.map(({ resource, restoration }) => `${resource} ${restoration.outcome}`);
      expect(restored, phase).to.deep.equal(
        phase === "baseline" ? [] : ["reserved concurrency of transform-lab restored"],
      );
      expect(shell.list(phase).length, "a run and latest").to.equal(2);
    }
  });

  it("may come from whoever ends programs, and is told apart", async () => {
    checkInterrupted(await pressing("method SIGTERM", "runs", ["./leased.mjs"]), 143);
    expect(shell.journal().leases[0]!.restoration.outcome).to.equal("restored");
  });

  it("may come from outside, at any moment", async () => {
    const run = shell.start(["run", "slow-transform", "--out", shell.runs]);
    await run.says(/:\d\d {2}method /);
    run.child.kill("SIGINT");
    checkInterrupted(await run.ended, 130);
    const { status, leases } = shell.journal();
    expect(status).to.equal("interrupted");
    expect(leases.map(({ restoration }) => restoration)).to.deep.equal([{ outcome: "restored" }]);
  });

  it("leaves at once when it is pressed again, and takes its temporary files along", async () => {
    anExperimentFile(shell, "stuck.mjs", { head: `import sdk from "${SDK}";`, method: STUCK });
    shell.write("temporary/mine", "");
    const env = { TMPDIR: join(shell.folder, "temporary") };
    const since = performance.now();
    const { code, err } = await pressing("method SIGINT, interrupted SIGINT", "runs", ["./stuck.mjs"], env);
    expect(code, err).to.equal(130);
    expect(err).to.match(/interrupted again: leaving at once, without waiting for the restore\n$/);
    expect(performance.now() - since).to.be.below(60_000);
    expect(shell.list("runs")).to.deep.equal([]);
    expect(shell.list("temporary").filter((name) => name.startsWith("chaoslab"))).to.deep.equal([]);
  });

  it("is one keypress when it comes twice at once, as npm sends it", async () => {
    const run = shell.start(["run", "slow-transform", "--out", shell.runs]);
    await run.says(/:\d\d {2}method /);
    run.child.kill("SIGINT");
    run.child.kill("SIGINT");
    checkInterrupted(await run.ended, 130);
    expect(shell.journal().leases[0]!.restoration.outcome).to.equal("restored");
  });

  it("starts none of the experiments that were to follow", async () => {
    const ended = await pressing("method SIGINT", "runs", ["./leased.mjs", "./few-documents.mjs", "steady-state"]);
    checkInterrupted(ended, 130);
    expect(ended.err).to.match(/not started: few-documents\nnot started: steady-state\n$/);
    expect(shell.list("runs").filter((name) => name !== "latest").length).to.equal(1);
  });

  it("does not take a completed run's place", async () => {
    const { code, err } = await shell.chaoslab("run", "./leased.mjs", "--out", shell.runs);
    expect(code, err).to.equal(2);
    const id = shell.list("runs").find((name) => name !== "latest")!;
    const before = shell.read("runs", id, "journal.json");
    checkInterrupted(await pressing("method SIGINT", "runs", ["./leased.mjs"]), 130);
    expect(shell.list("runs")).to.deep.equal(["latest", id, `${id}-interrupted`]);
    expect(shell.read("runs", id, "journal.json")).to.equal(before);
    expect(shell.journal().status).to.equal("interrupted");

    const replayed = await shell.chaoslab("replay", "latest", "--out", shell.runs);
    expect(replayed.code).to.equal(64);
    expect(replayed.err).to.match(/^LAB_RUN_INTERRUPTED: .*\nnext: Run it to its end: npx chaoslab run .*leased\.mjs/);
  });
});

function checkInterrupted({ code, signal, out, err }: Ended, expected: 130 | 143): void {
  expect([code, signal], err).to.deep.equal([expected, null]);
  expect(err).to.contain("interrupted: restoring what was changed; once more to leave at once\n");
  expect(out).to.match(/^INTERRUPTED {2}\S+\n {2}during \w+; nothing was judged\n/);
}
