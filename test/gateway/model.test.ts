import { NormalizedSchema } from "@smithy/core/schema";
import { expect } from "chai";
import type { Operation } from "../../cloud/gateway/model.ts";
import { SERVICES } from "../../cloud/gateway/services.ts";
import type { Member } from "../../cloud/gateway/shape.ts";
import { MODULES, SERVICE_NAMES, type ServiceName } from "./a-mirror.ts";

/**
 * What `model.ts` relies on in the clients' runtime schemas. That shape is no documented interface, so a new SDK that
 * changes it should fail here, in these words, and not somewhere behind a decoded request.
 */

/** Every trait a member may have: what the model reads, and what it may pass over. */
const READ = [
  "httpLabel",
  "httpHeader",
  "httpQuery",
  "httpPrefixHeaders",
  "httpPayload",
  "httpResponseCode",
  "xmlName",
  "xmlFlattened",
  "xmlAttribute",
  "xmlNamespace",
  "streaming",
];
const PASSED_OVER = [
  "sensitive",
  "idempotencyToken",
  "hostLabel",
  "eventPayload",
  "error",
  "awsQueryError",
  "httpError",
];

/** The numbers that stand for simple schemas; 64 and 128 make a list or a map of one. */
const SIMPLE = new Set([0, 1, 2, 4, 5, 6, 7, 15, 17, 18, 19, 21, 42]);

/** Every schema that an operation's input and output lead to. */
function* schemasOf(module: object): Generator<NormalizedSchema> {
  const seen = new Set<unknown>();
  const waiting = Object.values(module)
    .filter((schema) => Array.isArray(schema) && schema[0] === 9)
    .flatMap(([, , , , input, output]) => [NormalizedSchema.of(input()), NormalizedSchema.of(output())]);
  for (let schema = waiting.pop(); schema; schema = waiting.pop()) {
    yield schema;
    if (seen.has(schema.getSchema()) && typeof schema.getSchema() === "object") continue;
    seen.add(schema.getSchema());
    if (schema.isStructSchema()) waiting.push(...[...schema.structIterator()].map(([, member]) => member));
    else if (schema.isListSchema()) waiting.push(schema.getValueSchema());
    else if (schema.isMapSchema()) waiting.push(schema.getKeySchema(), schema.getValueSchema());
  }
}

const operation = (service: ServiceName, name: string): Operation => SERVICES[service]!.model.operations.get(name)!;
const member = (service: ServiceName, name: string, path: string): Member => {
  const [kind, ...names] = path.split(".") as ["input" | "output", ...string[]];
  const structure = names.slice(0, -1).reduce((shape, step) => {
    const found = shape.member(step)!.shape;
    const inner = found.type === "list" ? found.member : found;
    if (inner.type !== "structure") throw new Error(`${path} leads through a ${inner.type}`);
    return inner;
  }, operation(service, name)[kind]);
  return structure.member(names.at(-1)!)!;
};

describe("the clients' schemas", () => {
  for (const service of SERVICE_NAMES) {
    it(`of ${service} name every command's operation, with input and output`, () => {
      const commands = Object.keys(MODULES[service])
        .filter((name) => /.Command$/.test(name) && name !== "$Command")
        .map((name) => name.replace(/Command$/, ""));
      expect([...SERVICES[service]!.model.operations.keys()].sort()).to.deep.equal(commands.sort());
      for (const { name, input, output } of SERVICES[service]!.model.operations.values()) {
        expect([input.type, output.type, input.name !== ""], name).to.deep.equal(["structure", "structure", true]);
      }
    });

    it(`of ${service} have no traits and no kinds of values that are unheard of`, () => {
      const [traits, numbers] = [new Set<string>(), new Set<number>()];
      for (const schema of schemasOf(MODULES[service])) {
        for (const trait of Object.keys(schema.getMergedTraits())) traits.add(trait);
        const source = schema.getSchema() as unknown;
        if (typeof source === "number") numbers.add(source % 64);
      }
      expect([...traits].filter((trait) => ![...READ, ...PASSED_OVER].includes(trait))).to.deep.equal([]);
      expect([...numbers].filter((number) => !SIMPLE.has(number))).to.deep.equal([]);
    });
  }

  for (const [service, name, required] of [
    ["s3", "PutObject", ["Bucket", "Key"]],
    ["s3", "UploadPart", ["Bucket", "Key", "PartNumber", "UploadId"]],
    ["s3", "ListBuckets", []],
    ["sqs", "SendMessage", ["QueueUrl", "MessageBody"]],
    ["sqs", "SendMessageBatch", ["QueueUrl", "Entries"]],
    ["sns", "Subscribe", ["TopicArn", "Protocol"]],
    ["lambda", "CreateFunction", ["FunctionName", "Role", "Code"]],
    ["lambda", "UpdateAlias", ["FunctionName", "Name"]],
    ["cloudwatch", "GetMetricData", ["MetricDataQueries", "StartTime", "EndTime"]],
    ["ssm", "PutParameter", ["Name", "Value"]],
    ["logs", "PutLogEvents", ["logGroupName", "logStreamName", "logEvents"]],
    ["iam", "CreateRole", ["RoleName", "AssumeRolePolicyDocument"]],
    ["sts", "AssumeRole", ["RoleArn", "RoleSessionName"]],
    ["sts", "GetCallerIdentity", []],
  ] as const) {
    it(`say that ${service} ${name} requires ${required.join(", ") || "nothing"}`, () => {
      const members = operation(service, name).input.members.filter((each) => each.required);
      expect(members.map((each) => each.name)).to.deep.equal(required);
    });
  }

  for (const [service, code, expected] of [
    ["sqs", "QueueDoesNotExist", ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", 400, "client"]],
    ["sqs", "AWS.SimpleQueueService.PurgeQueueInProgress", ["PurgeQueueInProgress", undefined, 403, "client"]],
    ["sns", "NotFound", ["NotFoundException", "NotFound", 404, "client"]],
    ["sns", "InternalError", ["InternalErrorException", "InternalError", 500, "server"]],
    ["iam", "NoSuchEntity", ["NoSuchEntityException", "NoSuchEntity", 404, "client"]],
    ["cloudwatch", "InvalidParameterValue", ["InvalidParameterValueException", "InvalidParameterValue", 400, "client"]],
    ["cloudwatch", "ResourceNotFound", ["ResourceNotFound", "ResourceNotFound", 404, "client"]],
    [
      "cloudwatch",
      "DashboardInvalidInputError",
      ["DashboardInvalidInputError", "InvalidParameterInput", 400, "client"],
    ],
    ["lambda", "TooManyRequestsException", ["TooManyRequestsException", undefined, 429, "client"]],
    ["lambda", "EC2AccessDeniedException", ["EC2AccessDeniedException", undefined, 502, "server"]],
    ["s3", "NoSuchBucket", ["NoSuchBucket", undefined, 404, "client"]],
    ["s3", "BucketAlreadyOwnedByYou", ["BucketAlreadyOwnedByYou", undefined, 409, "client"]],
    // SSM answers 400 all the same, which its house knows.
    ["ssm", "ParameterNotFound", ["ParameterNotFound", undefined, 404, "client"]],
    ["logs", "InternalServerException", ["InternalServerException", undefined, 500, "server"]],
  ] as const) {
    it(`know the error ${code} of ${service}`, () => {
      const found = SERVICES[service]!.model.errors.get(code)!;
      const [shape, queryCode, status, fault] = expected;
      expect(found).to.include({ shape, status, fault });
      if (queryCode !== undefined) expect(found.queryCode).to.equal(queryCode);
    });
  }

  it("leave the clients' own base classes out of the errors", () => {
    for (const service of SERVICE_NAMES) {
      const names = [...SERVICES[service]!.model.errors.values()].map(({ shape }) => shape);
      expect(names.filter((name) => MODULES[service][name as never] === undefined)).to.deep.equal([]);
      expect(
        names.filter((name) => /^(S3|SQS|SNS|IAM|STS|SSM|Lambda|CloudWatch(Logs)?)ServiceException$/.test(name)),
      ).to.deep.equal([]);
    }
  });

  for (const [service, name, expected] of [
    ["s3", "PutObject", { method: "PUT", path: "/{Key+}", query: [], status: 200 }],
    ["s3", "ListObjectsV2", { method: "GET", path: "/", query: ["list-type=2"], status: 200 }],
    ["s3", "DeleteObjects", { method: "POST", path: "/", query: ["delete"], status: 200 }],
    ["s3", "DeleteObject", { method: "DELETE", path: "/{Key+}", query: [], status: 204 }],
    ["s3", "CreateMultipartUpload", { method: "POST", path: "/{Key+}", query: ["uploads"], status: 200 }],
    ["lambda", "GetFunction", { method: "GET", path: "/2015-03-31/functions/{FunctionName}", query: [], status: 200 }],
    ["lambda", "CreateFunction", { method: "POST", path: "/2015-03-31/functions", query: [], status: 201 }],
  ] as const) {
    it(`route ${service} ${name} by ${expected.method} ${expected.path}${expected.query.map((each) => `?${each}`)}`, () => {
      expect(operation(service, name).http).to.deep.equal(expected);
    });
  }

  it("give no routes to services that have one address", () => {
    for (const service of ["sqs", "sns", "cloudwatch", "logs", "ssm", "iam", "sts"] as const) {
      const routed = [...SERVICES[service]!.model.operations.values()].filter(({ http }) => http);
      expect(routed, service).to.deep.equal([]);
    }
  });

  for (const [service, name, path, expected] of [
    ["s3", "PutObject", "input.Key", { place: { in: "label" }, required: true }],
    ["s3", "PutObject", "input.Body", { place: { in: "payload" }, streaming: true, shape: { type: "blob" } }],
    ["s3", "PutObject", "input.IfNoneMatch", { place: { in: "header", name: "if-none-match" } }],
    ["s3", "PutObject", "input.Metadata", { place: { in: "prefixHeaders", name: "x-amz-meta-" } }],
    ["s3", "UploadPart", "input.PartNumber", { place: { in: "query", name: "partNumber" }, shape: { type: "number" } }],
    ["s3", "GetObject", "output.LastModified", { place: { in: "header", name: "last-modified" } }],
    ["s3", "ListObjectsV2", "output.Contents", { xmlName: "Contents", flattened: true }],
    ["s3", "GetBucketAcl", "output.Grants.Grantee.Type", { attribute: true, xmlName: "xsi:type" }],
    [
      "s3",
      "GetBucketAcl",
      "output.Grants.Grantee",
      { xmlNamespace: ["xsi", "http://www.w3.org/2001/XMLSchema-instance"] },
    ],
    ["sqs", "SendMessage", "input.MessageAttributes", { xmlName: "MessageAttribute", flattened: true }],
    ["lambda", "Invoke", "output.StatusCode", { place: { in: "status" } }],
    ["lambda", "Invoke", "output.Payload", { place: { in: "payload" } }],
    ["lambda", "UntagResource", "input.TagKeys", { place: { in: "query", name: "tagKeys" } }],
    ["cloudwatch", "GetMetricData", "input.StartTime", { shape: { type: "timestamp" } }],
  ] as const) {
    it(`bind ${service} ${name} ${path} to ${JSON.stringify(expected)}`, () => {
      const found = member(service, name, path);
      for (const [property, value] of Object.entries(expected)) {
        expect(found[property as keyof Member], property).to.deep.equal(value);
      }
    });
  }

  it("name an element of a list, and the parts of a map's entry", () => {
    const buckets = member("s3", "ListBuckets", "output.Buckets").shape;
    expect(buckets).to.include({ type: "list", memberName: "Bucket" });
    const attributes = member("sns", "Publish", "input.MessageAttributes").shape;
    expect(attributes).to.include({ type: "map", keyName: "Name", valueName: "Value" });
    expect(member("sns", "CreateTopic", "input.Attributes").shape).to.include({ keyName: "key", valueName: "value" });
  });

  it("fix the format of a moment where the service does", () => {
    const formats = (path: string, name = "PutObject") => member("s3", name, path).shape;
    expect(formats("input.ObjectLockRetainUntilDate")).to.deep.equal({ type: "timestamp", format: "date-time" });
    expect(formats("input.CopySourceIfModifiedSince", "CopyObject")).to.deep.equal({ type: "timestamp" });
    expect(formats("input.ResponseExpires", "GetObject")).to.deep.equal({ type: "timestamp", format: "http-date" });
  });

  it("may contain themselves without end", () => {
    const aggregator = member("ssm", "GetInventory", "input.Aggregators");
    const inner = aggregator.shape.type === "list" && aggregator.shape.member;
    const again = inner && inner.type === "structure" && inner.member("Aggregators")!.shape;
    expect(again && again.type === "list" && again.member).to.equal(inner);
  });
});
