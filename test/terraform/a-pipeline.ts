/**
 * The pipeline in two states of its life, for a deployment and a change of it, and what tells a client that either has arrived.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetAliasCommand, GetFunctionConfigurationCommand, ListTagsCommand } from "@aws-sdk/client-lambda";
import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { unzipSync } from "fflate";
import type { Cloud } from "../../cloud/cloud.ts";
import { zip } from "../../infra/archive.ts";
import { stackOptions } from "../../infra/options.ts";
import { type Synthesis, synthesize, type TerraformJson } from "../../infra/synthesis.ts";

/** As it is deployed at first. The tag and the reserved concurrency are there to be taken away again. */
export function firstPipeline(outdir: string, code: Uint8Array): Synthesis {
  const options = stackOptions({ providerMaxRetries: 2, reservedConcurrency: 5 });
  return tagged(synthesize(options, outdir, code), { owner: "ana" });
}

/** Another code, other settings and another tag, in the same folder: nothing that would need a new resource. */
export function changedPipeline(outdir: string, code: Uint8Array): Synthesis {
  const settings = {
    timeoutSeconds: 120,
    memoryMb: 512,
    retries: 1,
    visibilityTimeoutSeconds: 60,
    logRetentionDays: 30,
  };
  const options = stackOptions({ ...settings, providerMaxRetries: 2, subscriptionRedrive: false });
  const other = zip({
    ...unzipSync(code),
    "CHANGES.md": new TextEncoder().encode("Nothing that anybody would notice.\n"),
  });
  return tagged(synthesize(options, outdir, other), { team: "data" });
}

/** What the second state looks like to a client. */
export async function expectChanged(cloud: Cloud): Promise<void> {
  const { lambda, sqs } = cloud.clients();
  const live = { FunctionName: "transform-lab", Qualifier: "live" };
  const run = await lambda.send(new GetFunctionConfigurationCommand(live));
  expect(run).to.deep.include({ Timeout: 120, MemorySize: 512, Version: "2" });
  const Resource = run.FunctionArn!.replace(/:live$/, "");
  const { Tags } = await lambda.send(new ListTagsCommand({ Resource }));
  expect(Tags).to.deep.equal({ project: "serverless-chaos-lab", stack: "etl-lab", team: "data" });
  const QueueUrl = "https://sqs.us-east-1.amazonaws.com/111122223333/deliveries-lab";
  const ask = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["VisibilityTimeout"] });
  expect((await sqs.send(ask)).Attributes).to.deep.equal({ VisibilityTimeout: "60" });
  const alias = await lambda.send(new GetAliasCommand({ FunctionName: live.FunctionName, Name: live.Qualifier }));
  expect(alias.FunctionVersion).to.equal("2");
}

/** Puts a document into the bucket and waits for its CSV, which takes about a second. */
export async function expectConverts(cloud: Cloud, name: string): Promise<void> {
  const { s3 } = cloud.clients();
  const Bucket = "documents-lab";
  await s3.send(new PutObjectCommand({ Bucket, Key: `input/${name}.json`, Body: '[{"city":"Graz"}]' }));
  const list = new ListObjectsV2Command({ Bucket, Prefix: "output/" });
  for (let tries = 0; tries < 100; tries++) {
    const { Contents = [] } = await s3.send(list);
    if (Contents.some(({ Key }) => Key === `output/${name}.csv`)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`output/${name}.csv has not appeared within 20 seconds`);
}

/** The stack with one more tag on everything that has tags. */
function tagged({ folder, json }: Synthesis, tag: Readonly<Record<string, string>>): Synthesis {
  const withTag = JSON.parse(JSON.stringify(json)) as TerraformJson;
  const bodies = Object.values(withTag.resource).flatMap((named) => Object.values(named));
  for (const { tags } of bodies) if (tags) Object.assign(tags, tag);
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(withTag));
  return { folder, json: withTag };
}
