/**
 * What neither `terraform validate` nor `terraform plan` sees, and AWS refuses when it is applied. Each kind is tried on a stack with
 * exactly that mistake as well.
 */
import { Event } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { blindSpots, EVENT_NAMES } from "../../infra/blind-spots.ts";
import { aStack, ref, texts } from "./a-stack.ts";

type Mutable = Record<string, Record<string, Record<string, unknown> & { topic?: Record<string, unknown>[] }>>;

const policyOf = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const needs = (resource: Mutable, policy: string) =>
  Object.assign(resource.aws_iam_role_policy!["transform-role-needs"]!, { policy });
const topic = ({ aws_s3_bucket_notification: notifications }: Mutable, rule: object) =>
  Object.assign(notifications!["documents-notify"]!.topic![0]!, rule);
const bucket = ({ aws_s3_bucket: buckets }: Mutable, name: string) =>
  Object.assign(buckets!.documents!, { bucket: name });

const NEEDS = "aws_iam_role_policy.transform-role-needs";
const NOTIFY = "aws_s3_bucket_notification.documents-notify";
const BUCKET = "aws_s3_bucket.documents";

const mistakes: readonly [string, (resource: Mutable) => void, string, RegExp][] = [
  [
    "a zip that is not there",
    ({ aws_lambda_function: functions }) => Object.assign(functions!.transform!, { filename: "transfrom.zip" }),
    "aws_lambda_function.transform",
    /^There is no file transfrom\.zip\.$/,
  ],
  ["a policy without a statement", (resource) => needs(resource, policyOf()), NEEDS, /no Effect/],
  [
    "a statement that names no action",
    (resource) => needs(resource, policyOf({ Effect: "Allow", Resource: "*" })),
    NEEDS,
    /no Action/,
  ],
  [
    "a statement that names no resource",
    (resource) => needs(resource, policyOf({ Effect: "Allow", Action: "s3:GetObject", Resource: [] })),
    NEEDS,
    /no Resource/,
  ],
  [
    "a role that trusts nobody",
    ({ aws_iam_role: roles }) =>
      Object.assign(roles!["transform-role"]!, {
        assume_role_policy: policyOf({ Effect: "Allow", Action: "sts:AssumeRole" }),
      }),
    "aws_iam_role.transform-role",
    /no Principal/,
  ],
  [
    "an event that S3 has no name for",
    (resource) => topic(resource, { events: ["s3:ObjectCreated"] }),
    NOTIFY,
    /^S3 knows no event s3:ObjectCreated\.$/,
  ],
  [
    "two filters that one key could pass",
    (resource) => topic(resource, { filter_prefix: "in", filter_suffix: "" }),
    NOTIFY,
    /^The filters input\/\*\.json and in\* overlap\.$/,
  ],
  [
    "two filters that one key could pass at one of their events",
    (resource) => topic(resource, { filter_prefix: "", filter_suffix: "n", events: ["s3:ObjectCreated:Put"] }),
    NOTIFY,
    /overlap/,
  ],
  [
    "a bucket in capitals",
    (resource) => bucket(resource, "Documents-lab"),
    BUCKET,
    /takes no bucket .* Documents-lab\.$/,
  ],
  ["a bucket named like an address", (resource) => bucket(resource, "192.168.5.4"), BUCKET, /takes no bucket/],
];

describe("the blind spots of validate and plan", () => {
  const flaws = { deadLetterQueue: false, deadLetterQueuePermitted: false, subscriptionRedrive: false };
  const stacks = {
    "the sound stack": aStack(),
    "a flawed one": aStack(flaws),
    "one with the longest suffix": aStack({ suffix: "abcdefghijklmnopqrst" }),
  };
  for (const [kind, stack] of Object.entries(stacks)) {
    it(`hide nothing in ${kind}`, () => expect(blindSpots(stack)).to.deep.equal([]));
  }

  for (const [kind, make, address, message] of mistakes) {
    it(`hide ${kind}, which is found here`, () => {
      const stack = aStack();
      make(stack.json.resource as unknown as Mutable);
      const found = blindSpots(stack);
      expect(found.map((spot) => spot.address)).to.include(address);
      expect(found.map((spot) => spot.message).join("\n")).to.match(message);
    });
  }

  it("do not hide filters that hear of different events, or names that are not known yet", () => {
    const stack = aStack();
    const resource = stack.json.resource as unknown as Mutable;
    topic(resource, { filter_prefix: "input/", filter_suffix: ".json", events: ["s3:ObjectRemoved:*"] });
    bucket(resource, `${ref("aws_s3_bucket.other.bucket")}-copy`);
    expect(blindSpots(stack)).to.deep.equal([]);
  });

  it("are looked at with the names that S3 has for events", () => {
    expect([...EVENT_NAMES].sort()).to.deep.equal(Object.values(Event).sort());
  });
});

describe("every statement of the pipeline's policies", () => {
  it("has a name of letters and digits", () => {
    const policies = texts(aStack().json.resource).filter((text) => text.includes('"Statement"'));
    const statements = policies.flatMap((text) => JSON.parse(text).Statement as { Sid?: string }[]);
    expect(statements).to.have.length.above(8);
    expect(statements.filter(({ Sid }) => !/^[A-Za-z0-9]+$/.test(Sid ?? ""))).to.deep.equal([]);
  });
});
