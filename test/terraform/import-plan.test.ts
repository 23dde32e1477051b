/**
 * The deployer without Terraform is held to Terraform: whatever it made, the real AWS provider reads, compares with the stack, and
 * finds nothing to add, to change or to destroy.
 */
import { DeleteFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import type { Deployment } from "../../cloud/provision/provision.ts";
import { bundle } from "../../infra/bundle.ts";
import { stackOptions } from "../../infra/options.ts";
import { type Synthesis, synthesize } from "../../infra/synthesis.ts";
import { aFolder, blocks, FLAWED } from "../infra/a-stack.ts";
import { type Terraform, terraformOrSkip } from "../terraform.ts";
import { type ALocalCloud, aLocalCloud, provisioned } from "./a-local-cloud.ts";
import { aWorkspace, type Workspace } from "./a-workspace.ts";
import { writeImports } from "./an-import.ts";

const variants: Record<string, Readonly<Record<string, unknown>>> = {
  default: {},
  flawed: { ...FLAWED, suffix: "flawed", visibilityTimeoutSeconds: 0 },
};

const NOTHING = { add: 0, change: 0, remove: 0 };

describe("Terraform, asked to import what the in-process deployer made", function () {
  this.timeout(180_000);
  let terraform: Terraform;
  let code: Uint8Array;
  const clouds: ALocalCloud[] = [];
  before(function () {
    terraform = terraformOrSkip(this);
    code = bundle();
  });
  afterEach(async () => {
    for (const { local } of clouds.splice(0)) await local.stop();
  });

  const aDeployment = async (settings: Readonly<Record<string, unknown>>): Promise<Imported> => {
    const cloud = await aLocalCloud();
    clouds.push(cloud);
    const stack = synthesize(stackOptions({ ...settings, providerMaxRetries: 2 }), aFolder(), code);
    const deployment = await provisioned(cloud, stack);
    writeImports(stack.folder, deployment, cloud.local.endpoint);
    return { cloud, stack, deployment, workspace: await aWorkspace(terraform, stack.folder, cloud.root) };
  };

  for (const [kind, settings] of Object.entries(variants)) {
    it(`finds nothing to change with ${kind} options, and the same references`, async () => {
      const { cloud, stack, deployment, workspace } = await aDeployment(settings);
      const { summary, errors } = await workspace.plan();
      expect(errors).to.deep.equal([]);
      const resources = blocks(stack.json).filter(({ address }) => !address.startsWith("data."));
      expect(summary).to.include({ ...NOTHING, import: resources.length });
      expect(differences(deployment, await workspace.found(), cloud.local.endpoint)).to.deep.equal([]);
      expect(cloud.bugs).to.deep.equal([]);
    });
  }

  it("finds what was changed and what is gone, so that the tests above mean something", async () => {
    const { cloud, deployment, workspace } = await aDeployment({});
    const { sqs, lambda } = cloud.cloud.clients();
    const QueueUrl = String(deployment.outputs.deliveriesQueueUrl);
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "45" } }));
    const changed = await workspace.plan();
    expect(changed.summary).to.include({ ...NOTHING, change: 1 });
    expect(changed.changes).to.include({ "aws_sqs_queue.deliveries": "update" });

    const live = { FunctionName: String(deployment.outputs.transformFunction), Qualifier: "live" };
    await lambda.send(new DeleteFunctionEventInvokeConfigCommand(live));
    const { errors } = await workspace.plan();
    expect(errors.join()).to.match(
      /^Cannot import non-existent remote object: .*aws_lambda_function_event_invoke_config/s,
    );
  });
});

interface Imported {
  readonly cloud: ALocalCloud;
  readonly stack: Synthesis;
  readonly deployment: Deployment;
  readonly workspace: Workspace;
}

/** Attributes that the deployer handed to references, and Terraform would hand over otherwise. */
function differences(
  { resources }: Deployment,
  found: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  endpoint: string,
): string[] {
  const made = [...resources].filter(([address]) => !address.startsWith("data."));
  return made.flatMap(([address, attributes]) =>
    Object.entries(attributes).flatMap(([name, value]) => {
      const ours = String(value).replace(/^https:\/\/sqs\.[^/]+/, endpoint);
      const theirs = String(found[address]?.[name]);
      return ours === theirs ? [] : [`${address}.${name}: ${ours} here, ${theirs} there`];
    }),
  );
}
