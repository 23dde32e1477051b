import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetRolePolicyCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import {
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { GetBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3";
import { GetSubscriptionAttributesCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { provision } from "../../cloud/provision/provision.ts";
import { bundle } from "../../infra/bundle.ts";
import { stackOptions } from "../../infra/options.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { synthesize } from "../../infra/synthesis.ts";
import { hangUp, type LiveClients, liveClients } from "../../lab/live/clients.ts";
import { LocalCloud } from "../../lab/local/local-cloud.ts";
import { environmentFor, ROOT_KEY } from "../../lab/local/root-key.ts";

/** The pipeline in a cloud behind a port, as a live run meets it, and a folder for journals of leases. */
export interface ADeployment {
  readonly local: LocalCloud;
  readonly clients: LiveClients;
  readonly pipeline: EtlPipeline;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function aDeployment(): Promise<ADeployment> {
  const onBug = (bug: unknown) => {
    throw bug;
  };
  const local = await LocalCloud.start({ port: 0, timeScale: 1, onBug });
  const { place } = local.cloud;
  const folder = mkdtempSync(join(tmpdir(), "leases-"));
  const clients = liveClients(place.region, { endpoint: local.endpoint, credentials: ROOT_KEY });
  const stack = synthesize(stackOptions({}), join(folder, "stack"), bundle());
  const { outputs } = await provision(stack, { clients, ...place });
  return {
    local,
    clients,
    pipeline: outputs as unknown as EtlPipeline,
    folder: join(folder, "leases"),
    environment: environmentFor(local.port),
    close: async () => {
      hangUp(clients);
      await local.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All of the pipeline's configuration that a lease could touch, without the times of its last changes. */
export async function configurationOf({ clients, pipeline, local }: Omit<ADeployment, "close">) {
  const { lambda, sns, s3, ssm, sqs } = clients;
  const FunctionName = pipeline.transformFunction;
  const Qualifier = pipeline.transformAlias;
  const queue = async (QueueUrl: string) => {
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
    const attributes = Object.entries((await sqs.send(asked)).Attributes ?? {});
    return attributes.filter(([name]) => !/^Approximate|^LastModified/.test(name)).sort();
  };
  const eventSettings = new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier });
  const subscription = new GetSubscriptionAttributesCommand({ SubscriptionArn: pipeline.deliveriesSubscriptionArn });
  const { FilterPolicy = "{}", FilterPolicyScope, ...others } = (await sns.send(subscription)).Attributes ?? {};
  const { LastModified, ...events } = await lambda.send(eventSettings);
  return plain({
    function: await lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    concurrency: await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    events,
    alias: await lambda.send(new GetAliasCommand({ FunctionName, Name: Qualifier })),
    faults: (await ssm.send(new GetParameterCommand({ Name: pipeline.transformFaults }))).Parameter?.Value,
    policies: await policiesOf(pipeline.transformRole, clients),
    queues: [await queue(pipeline.deliveriesQueueUrl), await queue(pipeline.failuresQueueUrl)],
    subscription: { FilterPolicy, ...others },
    local: local.faults.inForce.length,
    notifications: await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: pipeline.documentsBucket })),
  });
}

async function policiesOf(RoleName: string, { iam }: LiveClients) {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const policies: [string, string | undefined][] = [];
  for (const PolicyName of PolicyNames.sort()) {
    policies.push([PolicyName, (await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument]);
  }
  return policies;
}

/** Without what differs from answer to answer: request ids, and a new revision id after every change. */
function plain(value: object): unknown {
  const differs = new Set(["$metadata", "RevisionId", "LastModified"]);
  return JSON.parse(JSON.stringify(value, (name, inner) => (differs.has(name) ? undefined : inner)));
}
