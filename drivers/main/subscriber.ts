/**
 * `npm run subscriber -- [--rate 2]`: the subscriber as a program of its own, fine in the background. Its ledger is
 * build/drivers/<run>.subscriber.ndjson; of documents whose publisher keeps its ledger beside it, it knows the rest.
 */
import { join } from "node:path";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { SQSClient } from "@aws-sdk/client-sqs";
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { Ledger } from "../ledger.ts";
import { type Consumption, type Subscriber, type SubscriberProgress, subscribe } from "../subscriber.ts";
import { Acquaintance } from "./acquaintance.ts";
import { Journal } from "./journal.ts";
import { needed, outputsIn } from "./outputs.ts";
import { clientConfig, leave, Status, stopOnSignals } from "./program.ts";
import { stamp, wallClock } from "./wall-clock.ts";

const options = yargs(hideBin(process.argv))
  .scriptName("npm run subscriber --")
  .usage("$0 [options]\n\nTakes the notifications of finished CSVs until it is told to stop (Ctrl-C, SIGTERM).")
  .options({
    rate: { type: "number", describe: "at most so many messages a second [default: as fast as they come]" },
    work: { type: "number", default: 0, describe: "milliseconds of work for each document" },
    pollers: { type: "number", default: 1, describe: "long polls at once" },
    deduplicate: { type: "boolean", default: true, describe: "work once a document, however often it is delivered" },
    run: {
      type: "string",
      describe: "name of the ledger; an earlier one of that name is continued [default: manual-<time>]",
    },
    "queue-url": { type: "string", describe: "default: deliveriesQueueUrl of the outputs" },
    outputs: { type: "string", default: "build/outputs.json", describe: "what the deployment wrote" },
    ledgers: { type: "string", default: "build/drivers", describe: "folder of the drivers' ledgers" },
    metrics: { type: "boolean", default: true, describe: "publish the metric `freshness` to CloudWatch" },
  })
  .epilogue("AWS_ENDPOINT_URL sends it to another endpoint, such as the embedded cloud.")
  .strict()
  .version(false)
  .parseSync();

await leave(main());

async function main(): Promise<number> {
  const outputs = outputsIn(options.outputs);
  const queueUrl = needed(options.queueUrl, outputs, "deliveriesQueueUrl", "--queue-url");
  const run = options.run ?? `manual-${stamp(wallClock.now())}`;
  const journal = new Journal(join(options.ledgers, `${run}.subscriber.ndjson`), { fresh: false });
  journal.begin({ role: "subscriber", run, at: wallClock.now(), target: queueUrl });
  const ledger = new Ledger({ tell: (line) => journal.write(line) }).read(journal.before);
  const totals = { deliveries: 0, documents: 0, unreadable: 0 };
  const said = () =>
    `${run}: ${totals.documents} documents in ${totals.deliveries} deliveries, ${totals.unreadable} unreadable`;
  const status = new Status(said);
  const progress = (event: SubscriberProgress) => count(event, totals, status);
  const config = clientConfig(outputs.region);
  const clients = {
    sqs: new SQSClient(config),
    ...(options.metrics ? { cloudwatch: new CloudWatchClient(config) } : {}),
    ...(outputs.pipeline === undefined ? {} : { pipeline: outputs.pipeline }),
  };
  const acquainted = informed(ledger, new Acquaintance(options.ledgers, ledger));
  await subscribe(
    { ...clients, clock: wallClock, ledger: acquainted, progress },
    queueUrl,
    consumption(),
    stopOnSignals(),
  );
  status.end();
  journal.end(wallClock.now());
  process.stdout.write(`${said()}, ${unlike(ledger)} unlike their expected bytes; ledger ${journal.path}\n`);
  return 0;
}

/** The ledger, having read what the publisher wrote before it hears of a delivery. */
function informed(ledger: Ledger, acquaintance: Acquaintance): Subscriber["ledger"] {
  return {
    delivered: (delivery) => {
      acquaintance.meet(delivery.key);
      return ledger.delivered(delivery);
    },
    worked: (key, at) => ledger.worked(key, at),
    unreadable: (messageId, at) => ledger.unreadable(messageId, at),
    setAside: (messageId, at) => ledger.setAside(messageId, at),
  };
}

function count(
  event: SubscriberProgress,
  totals: { deliveries: number; documents: number; unreadable: number },
  status: Status,
): void {
  if (event.kind === "trouble") status.trouble(`${event.doing}: ${event.error}`);
  if (event.kind === "unreadable") totals.unreadable += 1;
  if (event.kind !== "delivered") return;
  totals.deliveries += 1;
  totals.documents += event.first ? 1 : 0;
}

function unlike(ledger: Ledger): number {
  return ledger.runs().reduce((sum, run) => sum + ledger.suspects(run).length, 0);
}

function consumption(): Consumption {
  const { rate, work, pollers, deduplicate } = options;
  return { work, pollers, deduplicate, ...(rate === undefined ? {} : { perSecond: rate }) };
}
