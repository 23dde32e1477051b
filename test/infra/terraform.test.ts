/**
 * The synthesised stack under the real Terraform and the real AWS provider: is it valid, and does everything in it come together? The
 * second needs no endpoint either, because `mock_provider` makes up what only a cloud would know (Terraform 1.7 and later).
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Synthesis } from "../../infra/synthesis.ts";
import { findTerraform, type Terraform, terraformOrSkip } from "../terraform.ts";
import { aFolder, aStack, FLAWED } from "./a-stack.ts";

const variants = {
  sound: {},
  flawed: { ...FLAWED, providerMaxRetries: 2 },
};

describe("Terraform and the AWS provider", function () {
  this.timeout(180_000);
  let terraform: Terraform;
  before(function () {
    terraform = terraformOrSkip(this);
  });

  for (const [kind, settings] of Object.entries(variants)) {
    it(`find the ${kind} stack valid, without a warning`, async () => {
      const { folder } = await anInitialisedStack(terraform, settings);
      const { stdout } = await terraform.run(folder, ["validate", "-json"]);
      expect(JSON.parse(stdout)).to.deep.include({ valid: true, error_count: 0, warning_count: 0, diagnostics: [] });
    });
  }

  it("find out what is wrong with a stack, so that the tests above mean something", async () => {
    const { folder } = aStack();
    const wrong = { resource: { aws_lambda_function: { transform: { runtime: "nodejs99.x" } } } };
    writeFileSync(join(folder, "zz_override.tf.json"), JSON.stringify(wrong));
    await initialise(terraform, folder);
    const { status, stdout } = await terraform.run(folder, ["validate", "-json"]);
    expect(status).to.equal(1);
    expect(stdout).to.include("nodejs99.x");
  });

  it("apply the stack to a made-up cloud, and its references come together", async () => {
    const { folder } = aStack({ suffix: "blue" });
    mkdirSync(join(folder, "tests"));
    writeFileSync(join(folder, "tests/pipeline.tftest.hcl"), MADE_UP_CLOUD);
    await initialise(terraform, folder);
    const { status, stdout, stderr } = await terraform.run(folder, ["test", "-no-color"]);
    expect(stdout + stderr).to.include("1 passed, 0 failed");
    expect(status).to.equal(0);
  });
});

describe("the search for Terraform", () => {
  it("says what is missing", () => {
    expect(findTerraform({ PATH: "" })).to.deep.equal({ missing: "there is no terraform on PATH" });
    const bin = aFolder();
    writeFileSync(join(bin, "terraform"), "#!/bin/sh\n", { mode: 0o755 });
    const found = findTerraform({ PATH: bin, CHAOSLAB_PROVIDER_MIRROR: aFolder() });
    expect(found)
      .to.have.property("missing")
      .that.matches(/^no mirror holds the AWS provider 5\.100\.0; name one in CHAOSLAB_PROVIDER_MIRROR$/);
  });

  it("finds a provider that is packed or unpacked", () => {
    const bin = aFolder();
    writeFileSync(join(bin, "terraform"), "#!/bin/sh\n", { mode: 0o755 });
    for (const entry of ["5.100.0", "terraform-provider-aws_5.100.0_linux_amd64.zip"]) {
      const mirror = aFolder();
      mkdirSync(join(mirror, "a.registry.example/hashicorp/aws", entry), { recursive: true });
      expect(findTerraform({ PATH: bin, CHAOSLAB_PROVIDER_MIRROR: mirror })).to.include({
        path: join(bin, "terraform"),
        mirror,
      });
    }
  });
});

async function anInitialisedStack(terraform: Terraform, settings: Parameters<typeof aStack>[0]): Promise<Synthesis> {
  const stack = aStack(settings);
  await initialise(terraform, stack.folder);
  return stack;
}

async function initialise(terraform: Terraform, folder: string): Promise<void> {
  const { status, stderr } = await terraform.run(folder, ["init", "-backend=false", "-no-color"]);
  if (status !== 0) throw new Error(`terraform init ended with ${status}: ${stderr}`);
}

const arns: Readonly<Record<string, string>> = {
  aws_s3_bucket: "arn:aws:s3:::documents-blue",
  aws_sqs_queue: "arn:aws:sqs:eu-west-1:111111111111:made-up",
  aws_sns_topic: "arn:aws:sns:eu-west-1:111111111111:converted-blue",
  aws_iam_role: "arn:aws:iam::111111111111:role/transform-blue",
  aws_ssm_parameter: "arn:aws:ssm:eu-west-1:111111111111:parameter/etl-blue/transform/faults",
  aws_cloudwatch_log_group: "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/transform-blue",
  aws_lambda_function: "arn:aws:lambda:eu-west-1:111111111111:function:transform-blue",
  aws_lambda_alias: "arn:aws:lambda:eu-west-1:111111111111:function:transform-blue:live",
};

const MADE_UP_CLOUD = `
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
${Object.entries(arns)
  .map(([type, arn]) => `  mock_resource "${type}" {\n    defaults = { arn = "${arn}" }\n  }`)
  .join("\n")}
}

run "pipeline" {
  command = apply

  assert {
    condition     = output.documentsBucket == "documents-blue" && output.transformFunction == "transform-blue"
    error_message = "a name lost its suffix"
  }
  assert {
    condition     = jsondecode(aws_sqs_queue.deliveries.policy).Statement[0].Resource == "arn:aws:sqs:eu-west-1:111111111111:deliveries-blue"
    error_message = "the ARN built from the queue's name is another"
  }
  assert {
    condition     = jsondecode(aws_sns_topic_policy.documents-notify-converted.policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "111111111111"
    error_message = "the topic's policy is not bound to the account"
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.transform-role-needs.policy).Statement[0].Resource == "arn:aws:s3:::documents-blue/input/*"
    error_message = "the function reads elsewhere"
  }
  assert {
    condition     = aws_lambda_permission.documents-notify-transform.source_account == "111111111111"
    error_message = "the permission of S3 is not bound to the account"
  }
  assert {
    condition     = jsondecode(aws_cloudwatch_dashboard.dashboard.dashboard_body).widgets[0].properties.region == "eu-west-1"
    error_message = "the dashboard shows another region"
  }
}
`;
