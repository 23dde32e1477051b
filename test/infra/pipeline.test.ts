import { App, TerraformResource } from "cdktf";
import { expect } from "chai";
import { stackOptions } from "../../infra/options.ts";
import { EtlStack } from "../../infra/stack.ts";
import type { TerraformJson } from "../../infra/synthesis.ts";
import { aFolder, aStack, blocks, ref, resource, type Statement, statements } from "./a-stack.ts";

const ACCOUNT = ref("data.aws_caller_identity.account-caller.account_id");
const REGION = ref("data.aws_region.account-region.name");

describe("the pipeline as it is deployed", () => {
  const { json } = aStack();

  it("gives every resource an address of its own", () => {
    const app = new App({ outdir: aFolder(), stackTraces: false });
    const stack = new EtlStack(app, "etl", { options: stackOptions(), codePath: "transform.zip", codeSha256: "" });
    const made = stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));
    expect(made.length).to.be.above(25);
    expect(blocks(json).filter(({ address }) => !address.startsWith("data."))).to.have.length(made.length);
  });

  it("keeps the bucket private, encrypted and behind TLS", () => {
    const block = resource(json, "aws_s3_bucket_public_access_block", "documents-public-access-block");
    expect(block).to.include({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    const encryption = resource(json, "aws_s3_bucket_server_side_encryption_configuration", "documents-encryption");
    expect(encryption.rule).to.deep.equal([{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }]);
    const [deny] = statements(json, "aws_s3_bucket_policy", "documents-tls-only");
    expect(deny).to.include({ Effect: "Deny", Principal: "*", Action: "s3:*" });
    expect(deny!.Condition).to.deep.equal({ Bool: { "aws:SecureTransport": "false" } });
    expect(deny!.Resource).to.deep.equal([
      ref("aws_s3_bucket.documents.arn"),
      `${ref("aws_s3_bucket.documents.arn")}/*`,
    ]);
  });

  it("encrypts every queue at rest", () => {
    for (const queue of Object.values(json.resource.aws_sqs_queue!))
      expect(queue.sqs_managed_sse_enabled).to.equal(true);
  });

  it("counts the requests of each half of the bucket", () => {
    const filters = Object.values(json.resource.aws_s3_bucket_metric!).map(({ name, filter }) => ({ name, filter }));
    expect(filters).to.deep.equal([
      { name: "Input", filter: { prefix: "input/" } },
      { name: "Output", filter: { prefix: "output/" } },
    ]);
  });

  it("gives the function six rights, one a need", () => {
    expect(statements(json, "aws_iam_role_policy", "transform-role-needs")).to.deep.equal([
      allow("ReadInput", "s3:GetObject", `${ref("aws_s3_bucket.documents.arn")}/input/*`),
      allow("WriteOutput", "s3:PutObject", `${ref("aws_s3_bucket.documents.arn")}/output/*`),
      allow("SendToFailures", "sqs:SendMessage", ref("aws_sqs_queue.failures.arn")),
      allow("ReadFaults", "ssm:GetParameter", ref("aws_ssm_parameter.transform-faults.arn")),
      allow("OpenLogStream", "logs:CreateLogStream", `${ref("aws_cloudwatch_log_group.transform-log.arn")}:*`),
      allow("WriteLog", "logs:PutLogEvents", `${ref("aws_cloudwatch_log_group.transform-log.arn")}:*`),
    ]);
  });

  it("runs the bundle on Node 22, told where its faults are, and dead-letters to failures", () => {
    expect(resource(json, "aws_lambda_function", "transform")).to.deep.include({
      function_name: "transform-lab",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      filename: "transform.zip",
      publish: true,
      timeout: 3,
      memory_size: 256,
      reserved_concurrent_executions: -1,
      environment: { variables: { CHAOS_FAULTS_PARAMETER: ref("aws_ssm_parameter.transform-faults.name") } },
      dead_letter_config: { target_arn: ref("aws_sqs_queue.failures.arn") },
    });
    expect(resource(json, "aws_ssm_parameter", "transform-faults")).to.include({ type: "String", value: "{}" });
  });

  it("publishes a version under the alias live, whose events are tried three times within six hours", () => {
    expect(resource(json, "aws_lambda_alias", "transform-live")).to.include({
      name: "live",
      function_version: ref("aws_lambda_function.transform.version"),
    });
    expect(resource(json, "aws_lambda_function_event_invoke_config", "transform-live-retries")).to.include({
      qualifier: ref("aws_lambda_alias.transform-live.name"),
      maximum_retry_attempts: 2,
      maximum_event_age_in_seconds: 21600,
    });
  });

  it("lets S3 invoke that alias for this bucket of this account only", () => {
    expect(resource(json, "aws_lambda_permission", "documents-notify-transform")).to.deep.include({
      action: "lambda:InvokeFunction",
      principal: "s3.amazonaws.com",
      qualifier: ref("aws_lambda_alias.transform-live.name"),
      source_arn: ref("aws_s3_bucket.documents.arn"),
      source_account: ACCOUNT,
    });
  });

  it("lets S3 publish to the topic for this bucket of this account only", () => {
    expect(statements(json, "aws_sns_topic_policy", "documents-notify-converted")).to.deep.equal([
      {
        Sid: "AllowDocuments",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sns:Publish",
        Resource: ref("aws_sns_topic.converted.arn"),
        Condition: {
          ArnLike: { "aws:SourceArn": ref("aws_s3_bucket.documents.arn") },
          StringEquals: { "aws:SourceAccount": ACCOUNT },
        },
      },
    ]);
  });

  for (const queue of ["deliveries", "undelivered"]) {
    it(`lets the topic send to ${queue}, which is named by an ARN built from its name`, () => {
      expect(statements(json, "aws_sqs_queue", queue)).to.deep.equal([
        {
          Sid: "AllowTopic",
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: `arn:aws:sqs:${REGION}:${ACCOUNT}:${queue}-lab`,
          Condition: {
            ArnEquals: { "aws:SourceArn": ref("aws_sns_topic.converted.arn") },
            StringEqualsIfExists: { "aws:SourceAccount": ACCOUNT },
          },
        },
      ]);
      expect(resource(json, "aws_sqs_queue", queue).name).to.equal(`${queue}-lab`);
    });
  }

  it("notifies the alias of inputs and the topic of outputs", () => {
    const { lambda_function, topic } = resource(json, "aws_s3_bucket_notification", "documents-notify");
    const events = ["s3:ObjectCreated:*"];
    expect(lambda_function).to.deep.equal([
      {
        id: "documents-notify-transform",
        lambda_function_arn: ref("aws_lambda_alias.transform-live.arn"),
        events,
        filter_prefix: "input/",
        filter_suffix: ".json",
      },
    ]);
    expect(topic).to.deep.equal([
      {
        id: "documents-notify-converted",
        topic_arn: ref("aws_sns_topic.converted.arn"),
        events,
        filter_prefix: "output/",
        filter_suffix: ".csv",
      },
    ]);
  });

  it("delivers in SNS's envelope, and parks what deliveries refuses", () => {
    const subscription = resource(json, "aws_sns_topic_subscription", "converted-notify-deliveries");
    expect(subscription).to.include({
      protocol: "sqs",
      endpoint: ref("aws_sqs_queue.deliveries.arn"),
      raw_message_delivery: false,
    });
    expect(JSON.parse(subscription.redrive_policy as string)).to.deep.equal({
      deadLetterTargetArn: ref("aws_sqs_queue.undelivered.arn"),
    });
  });

  it("says which order references do not show", () => {
    const stated = Object.fromEntries(
      blocks(json).flatMap(({ address, body }) => (body.depends_on ? [[address, body.depends_on]] : [])),
    );
    expect(stated).to.deep.equal({
      "aws_lambda_function.transform": [
        "aws_iam_role_policy.transform-role-needs",
        "aws_cloudwatch_log_group.transform-log",
      ],
      "aws_s3_bucket_notification.documents-notify": [
        "aws_lambda_permission.documents-notify-transform",
        "aws_sns_topic_policy.documents-notify-converted",
      ],
      "aws_s3_bucket_policy.documents-tls-only": ["aws_s3_bucket_public_access_block.documents-public-access-block"],
    });
  });

  it("tags everything that can carry tags with the stack it belongs to", () => {
    const tags = { project: "serverless-chaos-lab", stack: "etl-lab" };
    const tagged = blocks(json).filter(({ body }) => body.tags);
    for (const { address, body } of tagged) expect(body.tags, address).to.deep.equal(tags);
    expect(new Set(tagged.map(({ type }) => type))).to.have.all.keys(
      ...["aws_s3_bucket", "aws_lambda_function", "aws_iam_role", "aws_ssm_parameter", "aws_cloudwatch_log_group"],
      ...["aws_sns_topic", "aws_sqs_queue", "aws_cloudwatch_metric_alarm"],
    );
  });

  it("ends every name with the suffix, so that two deployments never meet", () => {
    const other = aStack({ suffix: "blue" }).json;
    const NAMES = ["bucket", "function_name", "dashboard_name", "alarm_name"];
    const named = (stack: TerraformJson) =>
      blocks(stack).flatMap(({ type, body }) =>
        [...NAMES, ...(UNIQUE.has(type) ? ["name"] : [])].flatMap((key) => literal(body[key])),
      );
    expect(named(json).length).to.be.above(15);
    expect(named(json).filter((name) => named(other).includes(name))).to.deep.equal([]);
    expect(named(json).map((name) => name.replace(/(?<=-)lab/, "blue"))).to.deep.equal(named(other));
  });

  it("leaves the provider to the environment", () => {
    expect(json.provider).to.deep.equal({ aws: [{}] });
    expect(json.terraform).to.deep.equal({
      backend: { local: { path: "terraform.tfstate" } },
      required_providers: { aws: { source: "aws", version: "5.100.0" } },
    });
  });
});

const UNIQUE = new Set([
  "aws_iam_role",
  "aws_sqs_queue",
  "aws_sns_topic",
  "aws_ssm_parameter",
  "aws_cloudwatch_log_group",
]);

const literal = (value: unknown) => (typeof value === "string" && !value.includes("{") ? [value] : []);

const allow = (Sid: string, Action: string, Resource: string): Statement => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
});
