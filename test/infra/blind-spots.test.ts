/**
 * What neither `terraform validate` nor `terraform plan` sees, and AWS refuses when it is applied: a zip that is not there, a policy
 * that says nothing, an event S3 has no name for, notification filters that overlap, a bucket name S3 does not take. Each check is tried
 * on a stack with exactly that mistake as well.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Synthesis, TerraformJson } from "../../infra/synthesis.ts";
import { aStack, blocks, texts } from "./a-stack.ts";

type Check = (stack: Synthesis) => string[];
type Mutable = Record<string, Record<string, { topic?: object[] }>>;

const checks: { readonly title: string; readonly check: Check; readonly mistake: (resource: Mutable) => void }[] = [
  {
    title: "every file it names is there",
    check: ({ json, folder }) => files(json).filter((file) => !existsSync(join(folder, file))),
    mistake: ({ aws_lambda_function: functions }) =>
      Object.assign(functions!.transform!, { filename: "transfrom.zip" }),
  },
  {
    title: "every policy statement says who may do what to which",
    check: ({ json }) => policies(json).flatMap(emptyStatements),
    mistake: ({ aws_iam_role_policy: policies }) =>
      Object.assign(policies!["transform-role-needs"]!, {
        policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}',
      }),
  },
  {
    title: "S3 has a name for every event",
    check: ({ json }) => rules(json).flatMap(({ events }) => events.filter((event) => !S3_EVENTS.has(event))),
    mistake: ({ aws_s3_bucket_notification: notifications }) =>
      Object.assign(notifications!["documents-notify"]!.topic![0]!, {
        events: ["s3:ObjectCreated"],
      }),
  },
  {
    title: "no two notification filters overlap",
    check: ({ json }) => overlaps(rules(json)),
    mistake: ({ aws_s3_bucket_notification: notifications }) =>
      Object.assign(notifications!["documents-notify"]!.topic![0]!, {
        filter_prefix: "in",
        filter_suffix: "",
      }),
  },
  {
    title: "S3 takes every bucket name",
    check: ({ json }) => bucketNames(json).filter((name) => !BUCKET_NAME.test(name)),
    mistake: ({ aws_s3_bucket: buckets }) => Object.assign(buckets!.documents!, { bucket: "Documents_lab" }),
  },
];

describe("a synthesised stack", () => {
  const flaws = { deadLetterQueue: false, deadLetterQueuePermitted: false, subscriptionRedrive: false };
  const stacks = {
    sound: aStack(),
    flawed: aStack(flaws),
    "with the longest suffix": aStack({ suffix: "abcdefghijklmnopqrst" }),
  };
  for (const { title, check, mistake } of checks) {
    for (const [kind, stack] of Object.entries(stacks)) {
      it(`${kind}: ${title}`, () => expect(check(stack)).to.deep.equal([]));
    }

    it(`with that mistake does not pass as: ${title}`, () => {
      const stack = aStack();
      mistake(stack.json.resource as unknown as Mutable);
      expect(check(stack)).to.have.length.above(0);
    });
  }
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
const S3_EVENTS = new Set(
  ["*", "Put", "Post", "Copy", "CompleteMultipartUpload"].map((kind) => `s3:ObjectCreated:${kind}`),
);

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, without the dots this stack has no use for
const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

const files = (json: TerraformJson) =>
  blocks(json).flatMap(({ body }) => (typeof body.filename === "string" ? [body.filename] : []));

const bucketNames = (json: TerraformJson) =>
  blocks(json).flatMap(({ type, body }) => (type === "aws_s3_bucket" ? [body.bucket as string] : []));

interface Rule {
  readonly events: readonly string[];
  readonly filter_prefix: string;
  readonly filter_suffix: string;
}

function rules(json: TerraformJson): Rule[] {
  const notifications = Object.values(json.resource.aws_s3_bucket_notification ?? {});
  return notifications.flatMap(({ lambda_function, topic }) => [...(lambda_function as Rule[]), ...(topic as Rule[])]);
}

/** Two rules overlap when some key could match both: one prefix begins the other, and one suffix ends the other. */
function overlaps(all: readonly Rule[]): string[] {
  const pairs = all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b] as const));
  const clash = pairs.filter(
    ([a, b]) =>
      either(a.filter_prefix, b.filter_prefix, (long, short) => long.startsWith(short)) &&
      either(a.filter_suffix, b.filter_suffix, (long, short) => long.endsWith(short)),
  );
  return clash.map(([a, b]) => `${a.filter_prefix}*${a.filter_suffix} and ${b.filter_prefix}*${b.filter_suffix}`);
}

const either = (a: string, b: string, holds: (long: string, short: string) => boolean) => holds(a, b) || holds(b, a);

const policies = (json: TerraformJson) =>
  texts(json.resource)
    .filter((text) => text.includes('"Statement"'))
    .map((text) => JSON.parse(text) as { Statement: Record<string, unknown>[] });

/** An identity policy names no principal, every other policy does; all have an action, a resource (but for trust) and a name. */
function emptyStatements({ Statement }: { Statement: Record<string, unknown>[] }): string[] {
  const wrong = Statement.filter(({ Sid, Effect, Action, Resource, Principal }) => {
    const object = Action === "sts:AssumeRole" ? Principal : Resource;
    return (
      !Sid || !/^[A-Za-z0-9]+$/.test(String(Sid)) || !["Allow", "Deny"].includes(String(Effect)) || !Action || !object
    );
  });
  return Statement.length === 0 ? ["no statement"] : wrong.map((statement) => JSON.stringify(statement));
}
