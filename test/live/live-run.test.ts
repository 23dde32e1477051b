/**
 * The workshop's way of working, with programs: a served cloud, drivers in the background or the run's own, an
 * experiment over them, and its verdict.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import type { FaultRecord } from "../../chaos/aws.ts";
import type { Journal } from "../../chaos/journal.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { hangUp, type LiveClients, liveClients } from "../../lab/live/clients.ts";
import { ROOT_KEY } from "../../lab/local/root-key.ts";
import { aShell, type Program, type Shell } from "../lab/a-shell.ts";
import { type ACheckout, aCheckout, type Environment, exportsIn } from "./a-checkout.ts";
import { HALF_COMES_TWICE, halfOfTheRunsThrow, NOTHING_HAPPENS } from "./an-experiment.ts";

/**
 * No retries, so nothing waits for minutes; and what a subscriber held as it was stopped is seen again while a run still
 * waits for it.
 */
const STACK = ["retries=0", "timeoutSeconds=30", "visibilityTimeoutSeconds=30"].flatMap((it) => ["--set", it]);

describe("a run against a served cloud", function () {
  this.timeout(600_000);
  let shell: Shell;
  let checkout: ACheckout;
  let env: Environment;
  let served: Program;
  let pipeline: EtlPipeline;
  let clients: LiveClients;
  let throwing: string;
  let throwingOn: string;
  let nothing: string;

  before(async () => {
    shell = aShell();
    checkout = aCheckout(shell);
    served = checkout.chaoslab(["up", "--port", "0", ...STACK]);
    await served.says("export AWS_EC2_METADATA_DISABLED");
    env = exportsIn(served.out);
    pipeline = JSON.parse(readFileSync(join(checkout.folder, "build/outputs.json"), "utf8"));
    clients = liveClients(pipeline.region, { endpoint: env.AWS_ENDPOINT_URL, credentials: ROOT_KEY });
    throwing = shell.write("throwing.ts", halfOfTheRunsThrow(6));
    throwingOn = shell.write("throwing-on.ts", halfOfTheRunsThrow(600));
    nothing = shell.write("nothing.ts", NOTHING_HAPPENS);
  });

  after(async () => {
    hangUp(clients);
    served.child.kill("SIGTERM");
    const { code } = await served.ended;
    shell.close();
    expect(code, served.err).to.equal(0);
  });

  const run = (experiment: string, ...args: string[]) =>
    checkout.chaoslab(["run", experiment, "--target", "local", ...args], env);

  const journalOf = (): Journal =>
    JSON.parse(readFileSync(join(checkout.folder, "build/runs/latest/journal.json"), "utf8"));

  async function driversAtWork() {
    const publisher = checkout.driver("publisher", ["--rate", "25", "--run", `p${Date.now()}`], env);
    const subscriber = checkout.driver("subscriber", ["--run", `s${Date.now()}`], env);
    for (const role of ["publisher", "subscriber"]) await until(() => ledgerOf(checkout, role));
    return async () => {
      for (const { child, ended } of [publisher, subscriber]) {
        child.kill("SIGTERM");
        const { code, err } = await ended;
        expect(code, err).to.equal(0);
      }
    };
  }

  it("brings its own drivers, and comes to the verdict that the simulation comes to", async () => {
    const live = await run(throwing, "--stop-rule", "off").ended;
    expect(live.code, `${live.err}${live.out}`).to.equal(1);
    expect(live.out).to.match(/^REFUTED/m);
    const { faults, leases, verdict, target } = journalOf();
    expect(target).to.equal("local");
    expect(faults).to.have.length(1);
    expect(leases.map(({ restoration }) => restoration.outcome)).to.deep.equal(["restored"]);
    const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name: pipeline.transformFaults }));
    expect(Parameter!.Value).to.equal("{}");
    const kept = JSON.parse(readFileSync(join(checkout.folder, "build/runs/latest/dashboard.json"), "utf8"));
    expect(kept.snapshot.widgets[0].series[0].values[0], "published, says the dashboard").to.be.above(0);
    expect(kept.faults).to.have.length(1);
    expect(readFileSync(join(checkout.folder, "build/runs/latest/report.html"), "utf8")).to.include('id="frozen"');

    const simulated = checkout.chaoslab(["run", throwing, ...STACK], env);
    expect((await simulated.ended).code).to.equal(1);
    const there = journalOf();
    expect(there.target).to.equal("sim");
    expect(there.verdict!.verdict).to.equal(verdict!.verdict);
    const rules = (findings: NonNullable<Journal["verdict"]>["findings"]) =>
      findings.map(({ rule, outcome }) => `${rule} ${outcome}`);
    expect(rules(there.verdict!.findings)).to.deep.equal(rules(verdict!.findings));
  });

  it("stops as soon as more damage than the budget allows is beyond doubt, and restores", async () => {
    const { code, out, err } = await run(throwingOn, "--documents", "100000").ended;
    expect(code, `${err}${out}`).to.equal(4);
    expect(out).to.match(
      /^REFUTED {2}throwing-on\n {2}because stopped by the safety rule after [\d\s]+ of [\d\s]+ well-formed/m,
    );
    expect(err).to.match(/method +stopped by the safety rule after .*\n.* rollback /);
    const { phases, leases, verdict, status } = journalOf();
    expect(status).to.equal("completed");
    expect(leases.map(({ restoration }) => restoration.outcome)).to.deep.equal(["restored"]);
    expect(phases.map(({ name }) => name)).to.deep.equal(["baseline", "method", "rollback", "settling"]);
    const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name: pipeline.transformFaults }));
    expect(Parameter!.Value).to.equal("{}");
    expect(verdict!.documents.n).to.be.within(10, 20_000);
  });

  it("disturbs what AWS has no switch for, and believes the cloud's own count of strikes", async () => {
    const { code, out, err } = await run(shell.write("twice.ts", HALF_COMES_TWICE)).ended;
    expect(code, `${err}${out}`).to.equal(0);
    const { faults, leases } = journalOf();
    expect(leases.map(({ restoration }) => restoration.outcome)).to.deep.equal(["restored"]);
    const answer = await fetch(`${env.AWS_ENDPOINT_URL}/_lab/faults`);
    const told = (await answer.json()) as { faults: FaultRecord[]; ended: FaultRecord[] };
    expect(told.faults).to.deep.equal([]);
    expect(told.ended.map(({ id, strikes }) => [id, strikes])).to.deep.equal([[faults[0]!.id, faults[0]!.struck]]);
    expect(faults[0]!.struck).to.be.within(40, 110);
    expect(out).to.include(`${faults[0]!.struck} notifications repeated`);
  }).timeout(600_000);

  it("judges the documents of drivers in the background, which go on though the run stops", async () => {
    const stop = await driversAtWork();
    const { code, out, err } = await run(throwingOn, "--documents", "100000").ended;
    const ledger = ledgerOf(checkout, "publisher")!;
    await stop();
    expect(err).to.match(/judging the documents of publisher p\d+ \(pid \d+; 25\/s, 1\.0 % malformed\)/);
    expect(code, err).to.equal(4);
    expect(out).to.match(/^REFUTED/m);
    expect(out).to.match(/stopped by the safety rule/);
    const { documents } = journalOf().verdict!;
    expect(ledger.filter((line) => line.includes('"kind":"accepted"')).length).to.be.above(documents.n);
    expect(out).to.match(/exception struck [\d\s]+ of [\d\s]+ first attempts/);
    expect(ledger.at(-2)).to.include('"kind":"accepted"');
    const [cohort] = readFileSync(join(checkout.folder, "build/runs/latest/ledger.ndjson"), "utf8").split("\n");
    expect(JSON.parse(cohort!).run).to.match(/^p\d+$/);
  });

  it("is void when somebody else takes messages, and says whom to stop", async () => {
    const other = { stop: false, taken: 0 };
    const judged = run(nothing);
    await judged.says("baseline  300 documents");
    // It takes some messages and sends copies, so that no document is lost for it.
    const taking = (async () => {
      const QueueUrl = pipeline.deliveriesQueueUrl;
      while (!other.stop && other.taken < 20) {
        const { Messages = [] } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
        for (const { ReceiptHandle, Body } of Messages) {
          await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: Body }));
          await clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          other.taken++;
        }
        await pause(100);
      }
    })();
    const { code, out, err } = await judged.ended;
    other.stop = true;
    await taking;
    expect(other.taken).to.be.above(0);
    expect(code, `${err}${out}`).to.equal(2);
    expect(out).to.match(/^INVALID/m);
    expect(out).to.match(/stop whoever works there as arn:aws:iam::111122223333:root \(\d+ deletions\)/);
  });

  it("is not begun where it could not be judged", async () => {
    const cases: [args: string[], environment: Environment, code: string][] = [
      [["--set", "retries=1"], env, "LAB_DEPLOYED_ALREADY"],
      [["--load", "drivers"], env, "LAB_NO_DRIVERS"],
      [[], { ...env, AWS_ENDPOINT_URL: "" }, "LAB_NO_ENDPOINT"],
      [[], { ...env, AWS_ENDPOINT_URL: "http://example.com" }, "LAB_NOT_LOCAL"],
      [[], { ...env, AWS_ENDPOINT_URL: "http://127.0.0.1:9" }, "LAB_CLOUD_UNREACHABLE"],
    ];
    for (const [args, environment, expected] of cases) {
      const { code, err } = await checkout.chaoslab(["run", nothing, "--target", "local", ...args], environment).ended;
      expect(err).to.match(new RegExp(`^${expected}: .*\nnext: .`, "m"));
      expect(code).to.equal(64);
    }
  });

  it("is not begun on a cloud whose waits are shortened", async () => {
    const fast = checkout.chaoslab(["up", "--port", "0", "--no-deploy", "--time-scale", "0.05"]);
    await fast.says("export AWS_EC2_METADATA_DISABLED");
    const { code, err } = await checkout.chaoslab(["run", nothing, "--target", "local"], exportsIn(fast.out)).ended;
    fast.child.kill("SIGTERM");
    await fast.ended;
    expect(err).to.include("LAB_TIME_SCALE: The cloud at");
    expect(code).to.equal(64);
  });

  it("is planned with the names of what is deployed", async () => {
    const { code, out } = await checkout.chaoslab(["plan", "topic-filtered", "--target", "local"], env).ended;
    expect(code).to.equal(0);
    expect(out).to.contain(`filter policy of ${pipeline.deliveriesSubscriptionArn} is restored`);
  });

  it("leaves a pipeline whose checklist has nothing open", async () => {
    const { code, out } = await checkout.chaoslab(["status"], env).ended;
    expect(code, out).to.equal(0);
    expect(out).to.include("  [x] the injector is told to strike nothing\n");
    const strict = await checkout.chaoslab(["status", "--strict", "--json"], env).ended;
    expect(strict.code).to.equal(1);
    const open = JSON.parse(strict.out).sections.flatMap(({ checks }: { checks: { holds: boolean; says: string }[] }) =>
      checks.filter(({ holds }) => !holds).map(({ says }) => says),
    );
    expect(open).to.deep.equal(["a failed run is tried again 0 times, and a fault of a minute needs 2"]);
  });
});

/** The lines of the newest ledger of that role, once there are some. */
function ledgerOf({ folder }: ACheckout, role: string): string[] | undefined {
  const drivers = join(folder, "build/drivers");
  if (!existsSync(drivers)) return undefined;
  const names = readdirSync(drivers).filter((name) => name.endsWith(`.${role}.ndjson`));
  const last = names.sort().at(-1);
  if (last === undefined) return undefined;
  const lines = readFileSync(join(drivers, last), "utf8").split("\n");
  return lines.length > 1 ? lines : undefined;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(seen: () => unknown): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    if (seen()) return;
    await pause(50);
  }
  throw new Error("it did not happen in time");
}
