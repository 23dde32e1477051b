/**
 * `npm run publisher -- [--rate 2] [--malformed 0.01] [--documents N]`: the publisher as a program of its own, fine in
 * the background. Its ledger is build/drivers/<run>.publisher.ndjson.
 */
import { join } from "node:path";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { S3Client } from "@aws-sdk/client-s3";
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { Documents } from "../documents.ts";
import { Ledger } from "../ledger.ts";
import type { Load } from "../load.ts";
import { type PublisherProgress, publish } from "../publisher.ts";
import { Journal } from "./journal.ts";
import { needed, outputsIn } from "./outputs.ts";
import { clientConfig, leave, Status, stopOnSignals } from "./program.ts";
import { stamp, wallClock } from "./wall-clock.ts";

const options = yargs(hideBin(process.argv))
  .scriptName("npm run publisher --")
  .usage("$0 [options]\n\nPuts documents into the pipeline until it is told to stop (Ctrl-C, SIGTERM).")
  .options({
    rate: { type: "number", default: 2, describe: "documents a second" },
    documents: { type: "number", alias: "count", describe: "end after so many documents" },
    malformed: { type: "number", default: 0.01, describe: "share of malformed documents, 0 to 1" },
    "malformed-mode": {
      choices: ["quota", "iid"] as const,
      default: "quota" as const,
      describe: "one of each block, or a coin",
    },
    payload: {
      choices: ["plain", "subtle", "bulky"] as const,
      default: "plain" as const,
      describe: "what documents look like",
    },
    seed: { type: "string", default: "1", describe: "the same seed gives the same documents" },
    run: { type: "string", describe: "name in the keys: input/<run>/<sequence>.json [default: manual-<time>]" },
    bucket: { type: "string", describe: "default: documentsBucket of the outputs" },
    outputs: { type: "string", default: "build/outputs.json", describe: "what the deployment wrote" },
    ledgers: { type: "string", default: "build/drivers", describe: "folder of the drivers' ledgers" },
    metrics: { type: "boolean", default: true, describe: "publish the metric `published` to CloudWatch" },
  })
  .epilogue("AWS_ENDPOINT_URL sends it to another endpoint, such as the embedded cloud.")
  .strict()
  .version(false)
  .parseSync();

await leave(main());

async function main(): Promise<number> {
  const outputs = outputsIn(options.outputs);
  const bucket = needed(options.bucket, outputs, "documentsBucket", "--bucket");
  const run = options.run ?? `manual-${stamp(wallClock.now())}`;
  const documents = new Documents({ seed: options.seed, run, load: loadOf() });
  const journal = new Journal(join(options.ledgers, `${run}.publisher.ndjson`), { fresh: true });
  journal.begin({ role: "publisher", run, at: wallClock.now(), target: bucket });
  const ledger = new Ledger({ tell: (line) => journal.write(line) });
  ledger.open(documents);
  const totals = { accepted: 0, uncertain: 0, refused: 0, metrics: 0 };
  const said = () => `${run}: ${totals.accepted} accepted, ${totals.uncertain} uncertain, ${totals.refused} refused`;
  const status = new Status(said);
  const progress = (event: PublisherProgress) => {
    totals[event.kind] += 1;
    if (event.kind !== "accepted") status.trouble(`${event.kind}: ${event.error}`);
  };
  const config = clientConfig(outputs.region);
  const clients = {
    s3: new S3Client({ ...config, forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined }),
    ...(options.metrics ? { cloudwatch: new CloudWatchClient(config) } : {}),
    ...(outputs.pipeline === undefined ? {} : { pipeline: outputs.pipeline }),
  };
  await publish({ ...clients, clock: wallClock, documents, ledger, progress }, bucket, documents.load, stopOnSignals());
  status.end();
  journal.end(wallClock.now());
  process.stdout.write(`${said()}; ledger ${journal.path}\n`);
  return totals.accepted === 0 && totals.uncertain + totals.refused > 0 ? 1 : 0;
}

function loadOf(): Load {
  const { rate, documents, malformed, malformedMode, payload } = options;
  const load: Load = { perSecond: rate, malformed, malformedMode, payload };
  return documents === undefined ? load : { documents, ...load };
}
