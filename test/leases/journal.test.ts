import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { LeaseEntry } from "../../chaos/lease.ts";
import { LeaseJournal } from "../../lab/leases/journal.ts";
import { leftovers, recordAt, recordedRuns } from "../../lab/leases/records.ts";
import type { Site } from "../../lab/leases/site.ts";
import { birthOf } from "../../lab/processes.ts";

const SITE: Site = { accountId: "000000000000", region: "us-east-1", pipeline: "etl-lab", endpoint: null };
const address = { kind: "lambda.concurrency", functionName: "transform-lab" };

const intent = (number: number): LeaseEntry => ({
  ...{ kind: "intent", number, at: 1, action: "limit it", address, resource: `concurrency ${number}` },
  ...{ expiry: "none", expiresAt: 2, before: null, applied: 0 },
});
const ended = (number: number, restoration: object) => ({ kind: "ended", number, at: 3, restoration }) as LeaseEntry;

describe("a journal of leases", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "leases-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const begin = (run = "run", site = SITE) => LeaseJournal.begin(run, site, folder);
  const state = () => recordedRuns(folder).map(({ open }) => open.map((lease) => [lease.number, lease.state]));
  /** As if its process had died: its number is now somebody else's. */
  const die = ({ path }: LeaseJournal, how = /"born":"\d+"/, instead = '"born":"1"') =>
    writeFileSync(path, readFileSync(path, "utf8").replace(how, instead));

  it("tells how far each lease came", () => {
    const journal = begin();
    expect(state()).to.deep.equal([[]]);
    for (const number of [1, 2, 3, 4]) journal.write(intent(number));
    journal.write({ kind: "in force", number: 2, at: 2 });
    journal.write({ kind: "restoring", number: 3, at: 2 });
    journal.write(ended(4, { outcome: "failed", reason: "AccessDenied" }));
    expect(state()).to.deep.equal([
      [
        [1, "intended"],
        [2, "in force"],
        [3, "restoring"],
        [4, "failed"],
      ],
    ]);
    expect(recordedRuns(folder)[0]!.open[3]).to.include({ reason: "AccessDenied" });
    for (const [i, outcome] of ["restored", "drifted", "gone"].entries()) journal.write(ended(i + 1, { outcome }));
    expect(state()).to.deep.equal([[[4, "failed"]]]);
    journal.write(ended(4, { outcome: "restored" }));
    journal.close();
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it("stays, and sees to the exit code, while something is open", () => {
    const listeners = () => process.listenerCount("exit");
    const before = listeners();
    const journal = begin();
    journal.write(intent(1));
    journal.close();
    expect(listeners()).to.equal(before + 1);
    expect(leftovers(folder).map(({ run }) => run)).to.deep.equal(["run"]);
    process.listeners("exit").at(-1)!.call(process, 0);
    expect(process.exitCode).to.equal(5);
    process.exitCode = undefined;
    process.off("exit", process.listeners("exit").at(-1)!);
    expect(listeners()).to.equal(before);
  });

  it("is nobody's but its process's: a later one with the same number did not write it", function () {
    if (birthOf(process.pid) === undefined) this.skip();
    const journal = begin();
    journal.write(intent(1));
    expect(recordAt(journal.path)!.atWork).to.equal(true);
    die(journal);
    expect(recordAt(journal.path)!.atWork).to.equal(false);
    journal.write(ended(1, { outcome: "restored" }));
    journal.close();
  });

  it("is not begun beside a run that is at work at the same site, and then leaves nothing", () => {
    const first = begin("first");
    expect(() => begin("second"))
      .to.throw(`first (pid ${process.pid}) is at work on etl-lab in 000000000000/us-east-1.`)
      .with.property("code", "LAB_RUN_AT_WORK");
    expect(readdirSync(folder)).to.have.lengthOf(1);
    for (const [i, elsewhere] of [
      { accountId: "111122223333" },
      { region: "eu-west-1" },
      { pipeline: "etl-mine" },
      { endpoint: "http://127.0.0.1:4566" },
    ].entries())
      begin(`other-${i}`, { ...SITE, ...elsewhere }).close();
    first.close();
    begin("third").close();
  });

  it("is not begun over leftovers, and names them", () => {
    const dead = begin("dead");
    dead.write(intent(1));
    dead.write(intent(2));
    die(dead);
    expect(() => begin("next"))
      .to.throw(`dead (pid ${process.pid}, ended) has left changed: concurrency 1, concurrency 2.`)
      .with.property("next", "npx chaoslab undo");
    for (const number of [1, 2]) dead.write(ended(number, { outcome: "restored" }));
    begin("next").close();
    dead.close();
  });

  it("goes on after a torn line, which announced what was then not done", () => {
    const journal = begin();
    journal.write(intent(1));
    die(journal);
    appendFileSync(journal.path, JSON.stringify(intent(2)).slice(0, 40));
    expect(state()).to.deep.equal([[[1, "intended"]]]);
    const resumed = LeaseJournal.resume(journal.path);
    resumed.write({ kind: "restoring", number: 1, at: 4 });
    expect(state()).to.deep.equal([[[1, "restoring"]]]);
    resumed.write(ended(1, { outcome: "restored" }));
    resumed.release();
    expect(state()).to.deep.equal([[]]);
    journal.write(ended(1, { outcome: "restored" }));
    journal.close();
  });

  it("says nothing where its writer died before the first line was whole", () => {
    writeFileSync(join(folder, "early.ndjson"), '{"kind":"run","ru');
    expect(recordedRuns(folder)).to.deep.equal([]);
    expect(recordedRuns(join(folder, "nowhere"))).to.deep.equal([]);
    begin().close();
  });
});
