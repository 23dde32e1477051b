/**
 * A program that is killed: it takes leases and gives them back, or undoes what another one left, and dies before its
 * n-th step - a line of the journal, or a request to AWS - or in the middle of its n-th line (`tear`). Told neither, it
 * comes to its end and tells how many steps there were.
 */
import { appendFileSync } from "node:fs";
import type { LeaseBook, LeaseEntry } from "../../chaos/lease.ts";
import { Script } from "../../chaos/script.ts";
import { action, cloud, iam, lambda } from "../../chaos/vocabulary.ts";
import type { World } from "../../chaos/world.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { LeaseJournal } from "../../lab/leases/journal.ts";
import { siteOf } from "../../lab/leases/site.ts";
import { undo } from "../../lab/leases/undoing.ts";
import { type LiveClients, liveClients } from "../../lab/live/clients.ts";
import { wallClock } from "../../lab/wall-clock.ts";
import { BITE } from "../chaos/a-bite.ts";

export interface Fate {
  readonly work: "run" | "undo";
  readonly pipeline: EtlPipeline;
  readonly folder: string;
  /** The journal to undo. */
  readonly path?: string;
  readonly step?: number;
  readonly tear?: number;
}

const fate = JSON.parse(process.argv[2]!) as Fate;
let steps = 0;
let lines = 0;

/** Every step goes through here first. */
function step(): void {
  if (++steps === fate.step) die();
}

function die(): never {
  process.kill(process.pid, "SIGKILL");
  for (;;);
}

function watched(book: LeaseBook, path: string): LeaseBook {
  return {
    write: (entry: LeaseEntry) => {
      step();
      if (++lines === fate.tear) {
        const line = JSON.stringify(entry);
        appendFileSync(path, line.slice(0, line.length / 2));
        die();
      }
      book.write(entry);
    },
  };
}

function counted(clients: LiveClients): LiveClients {
  const send = (client: { send(...args: unknown[]): unknown }) => ({
    send: (command: unknown, options: unknown) => {
      step();
      return client.send(command, options);
    },
  });
  return Object.fromEntries(Object.entries(clients).map(([name, client]) => [name, send(client as never)])) as never;
}

const { pipeline, folder } = fate;
const clients = liveClients(pipeline.region);
if (fate.work === "undo") {
  const write = LeaseJournal.prototype.write;
  LeaseJournal.prototype.write = function (entry) {
    watched({ write: (line) => write.call(this, line) }, this.path).write(entry);
  };
  await undo(fate.path!, counted(clients));
} else {
  const journal = LeaseJournal.begin("victim", siteOf(pipeline), folder);
  const world = { aws: counted(clients), clock: wallClock, book: watched(journal, journal.path) } as Partial<World>;
  const script = new Script(world as World, 7, { signal: new AbortController().signal });
  const output = { actions: ["s3:PutObject"], resources: [`${pipeline.documentsBucketArn}/*`] };
  await script.perform(
    [
      action("limit it", lambda.limitConcurrency(pipeline.transformFunction, 5)),
      action("deny it", iam.deny(pipeline.transformRole, output, BITE)),
      action("cut it off", cloud.disturb("s3 -> lambda", { kind: "lose", probability: 1 })),
      action("stop it", lambda.limitConcurrency(pipeline.transformFunction, 0)),
    ],
    () => {},
  );
  await script.restoreAll();
  journal.close();
}
console.log(JSON.stringify({ steps }));
process.exit();
