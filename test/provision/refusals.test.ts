import { expect } from "chai";
import type { Stack } from "../../cloud/provision/provision.ts";
import { checkArguments } from "../../cloud/provision/resource.ts";
import { aStackOf, aTarget } from "./a-target.ts";

const QUEUE = { name: "deliveries" };
const ref = (of: string) => `\${${of}}`;

describe("a stack is refused, before anything is made,", () => {
  const cases: readonly (readonly [what: string, stack: Stack, message: string])[] = [
    [
      "with a resource type that is unknown",
      aStackOf({ aws_sqs_queue: { q: QUEUE }, aws_dynamodb_table: { t: { name: "t" } } }),
      "The resource type aws_dynamodb_table at resource.aws_dynamodb_table.t in cdk.tf.json.",
    ],
    [
      "with a type that objects have anyway",
      aStackOf({ constructor: { t: {} } }),
      "The resource type constructor at resource.constructor.t in cdk.tf.json.",
    ],
    [
      "with an argument that is unknown",
      aStackOf({ aws_sqs_queue: { q: { ...QUEUE, fifo_queue: true } } }),
      "The argument fifo_queue at resource.aws_sqs_queue.q in cdk.tf.json.",
    ],
    [
      "with an argument that is unknown inside a block",
      aStackOf({ aws_lambda_function: { f: { function_name: "f", environment: { variables: {}, secrets: {} } } } }),
      "The argument secrets at resource.aws_lambda_function.f.environment in cdk.tf.json.",
    ],
    [
      "with one inside a list of blocks",
      aStackOf({ aws_s3_bucket_notification: { n: { bucket: "b", queue: [{ events: [] }, { arn: "x" }] } } }),
      "The argument arn at resource.aws_s3_bucket_notification.n.queue[1] in cdk.tf.json.",
    ],
    [
      "with a value where a block belongs",
      aStackOf({ aws_lambda_function: { f: { environment: "none" } } }),
      "A value where a block belongs at resource.aws_lambda_function.f.environment in cdk.tf.json.",
    ],
    [
      "with a meta-argument that would make it several",
      aStackOf({ aws_sqs_queue: { q: { ...QUEUE, count: 3 } } }),
      "The argument count at resource.aws_sqs_queue.q in cdk.tf.json.",
    ],
    [
      "with an expression that is unknown",
      aStackOf({ aws_sqs_queue: { q: { name: ref('join("-", ["a"])') } } }),
      `The expression ${ref('join("-", ["a"])')} at resource.aws_sqs_queue.q.name in cdk.tf.json.`,
    ],
    [
      "with a reference to nothing",
      aStackOf({ aws_sqs_queue: { q: { name: ref("aws_sns_topic.t.name") } } }),
      "The reference to aws_sns_topic.t at resource.aws_sqs_queue.q in cdk.tf.json.",
    ],
    [
      "with a dependency on nothing",
      aStackOf({ aws_sqs_queue: { q: { ...QUEUE, depends_on: ["aws_sns_topic.t"] } } }),
      "The reference to aws_sns_topic.t at resource.aws_sqs_queue.q in cdk.tf.json.",
    ],
    [
      "with a resource that needs itself",
      aStackOf({ aws_sqs_queue: { q: { name: ref("aws_sqs_queue.q.arn") } } }),
      "A cycle (aws_sqs_queue.q -> aws_sqs_queue.q) at resource.aws_sqs_queue.q in cdk.tf.json.",
    ],
    [
      "with resources that need each other",
      aStackOf({
        aws_sqs_queue: { q: { name: ref("aws_sns_topic.t.name") } },
        aws_sns_topic: { t: { name: ref("aws_ssm_parameter.p.name") } },
        aws_ssm_parameter: { p: { name: "p", type: "String", value: ref("aws_sqs_queue.q.arn") } },
      }),
      "A cycle (aws_sqs_queue.q -> aws_sns_topic.t -> aws_ssm_parameter.p -> aws_sqs_queue.q) at resource.aws_sqs_queue.q in cdk.tf.json.",
    ],
    [
      "with a data source that is unknown",
      aStackOf({}, { data: { aws_ami: { a: {} } } }),
      "The data source aws_ami at data.aws_ami.a in cdk.tf.json.",
    ],
    [
      "with a data source that is asked for something",
      aStackOf({}, { data: { aws_region: { r: { name: "eu-west-1" } } } }),
      "The argument name at data.aws_region.r in cdk.tf.json.",
    ],
    [
      "with a block at the top that is unknown",
      { json: { resource: {}, module: { m: {} } } as never, folder: "" },
      "The block module at the top in cdk.tf.json.",
    ],
  ];
  for (const [what, stack, message] of cases) {
    it(what, async () => {
      const refused = await aTarget().refusal(stack);
      expect(refused.message).to.equal(message);
      expect(refused.code).to.equal("LAB_NOT_PROVISIONED");
      expect(refused.next).to.match(/cloud\/provision\//);
      expect(refused.happened).to.deep.equal([]);
    });
  }
});

describe("a reference to an attribute that a resource does not have", () => {
  for (const [what, stack, place] of [
    [
      "is refused where it stands",
      aStackOf({ aws_sqs_queue: { q: QUEUE }, aws_sns_topic: { t: { name: ref("aws_sqs_queue.q.colour") } } }),
      "resource.aws_sns_topic.t.name",
    ],
    [
      "is refused in an output",
      aStackOf({ aws_sqs_queue: { q: QUEUE } }, { output: { o: { value: ref("aws_sqs_queue.q.colour") } } }),
      "output.o.value",
    ],
  ] as const) {
    it(what, async () => {
      const { message } = await aTarget().refusal(stack);
      expect(message).to.equal(`The reference aws_sqs_queue.q.colour at ${place} in cdk.tf.json.`);
    });
  }

  it("is refused of a data source", async () => {
    const stack = aStackOf(
      { aws_sqs_queue: { q: { name: ref("data.aws_region.here.endpoint") } } },
      { data: { aws_region: { here: {} } } },
    );
    expect((await aTarget().refusal(stack)).message).to.equal(
      "The reference data.aws_region.here.endpoint at resource.aws_sqs_queue.q.name in cdk.tf.json.",
    );
  });
});

describe("an argument check", () => {
  const KNOWN = { name: true, block: { inner: true, deep: { deeper: true } } } as const;

  it("lets through what is known, blocks as themselves or in lists", () => {
    checkArguments({}, KNOWN, "p");
    checkArguments({ name: { anything: ["goes"] }, block: { inner: 1, deep: [{ deeper: 2 }] } }, KNOWN, "p");
    checkArguments({ block: [{ inner: 1 }, { inner: 2 }] }, KNOWN, "p");
  });

  for (const [value, place] of [
    [{ nam: 1 }, "p"],
    [{ block: { iner: 1 } }, "p.block"],
    [{ block: [{ inner: 1 }, { iner: 1 }] }, "p.block[1]"],
    [{ block: { deep: [{ deepr: 1 }] } }, "p.block.deep[0]"],
    [{ toString: 1 }, "p"],
  ] as const) {
    it(`names the place of what is not: ${place}`, () => {
      expect(() => checkArguments(value, KNOWN, "p")).to.throw(
        new RegExp(`^The argument \\w+ at ${place.replace(/[[\].]/g, "\\$&")} in`),
      );
    });
  }
});
