import { expect } from "chai";
import { SERVICES } from "../../cloud/gateway/services.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { aMirror, failure, SERVICE_NAMES, type ServiceName } from "./a-mirror.ts";

const CALLS: Record<ServiceName, readonly [operation: string, input: object]> = {
  s3: ["GetObject", { Bucket: "documents", Key: "a" }],
  sqs: ["DeleteQueue", { QueueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/q" }],
  sns: ["DeleteTopic", { TopicArn: "arn:aws:sns:us-east-1:111122223333:t" }],
  lambda: ["GetFunction", { FunctionName: "f" }],
  cloudwatch: ["GetDashboard", { DashboardName: "d" }],
  logs: ["DeleteLogGroup", { logGroupName: "g" }],
  ssm: ["GetParameter", { Name: "p" }],
  iam: ["GetRole", { RoleName: "r" }],
  sts: ["GetCallerIdentity", {}],
};

/** Two errors of CloudWatch share a query code, and clients find an error by that. */
const AMBIGUOUS = new Set(["DashboardNotFoundError"]);

const MESSAGE = 'It <did> & "did" not work: é.';

describe("an error of a house", () => {
  const mirror = aMirror();
  const fail = (service: ServiceName, code: string, status: number, extra = {}) =>
    failure(mirror, service, ...CALLS[service], new AwsError(code, MESSAGE, status, extra));

  for (const service of SERVICE_NAMES) {
    const errors = [...new Set(SERVICES[service]!.model.errors.values())].filter(({ shape }) => !AMBIGUOUS.has(shape));

    it(`reaches clients of ${service} as the class the model names, by its shape or its query code (${errors.length})`, async () => {
      for (const { shape, queryCode, status } of errors) {
        for (const code of queryCode === undefined ? [shape] : [shape, queryCode]) {
          const { name, message, $metadata } = await fail(service, code, status);
          expect({ name, message, status: $metadata!.httpStatusCode }, code).to.deep.equal({
            name: shape,
            message: MESSAGE,
            status,
          });
        }
      }
    });

    it(`reaches clients of ${service} under its own name when the model does not know it`, async () => {
      const { name, message, $metadata, $fault } = await fail(service, "TotallyUnheardOf", 418);
      expect({ name, message, $fault }).to.deep.equal({ name: "TotallyUnheardOf", message: MESSAGE, $fault: "client" });
      expect($metadata).to.include({ httpStatusCode: 418, attempts: 1 });
    });
  }

  it("shows the query code of SQS beside the shape, as `Code`", async () => {
    const { name, Code } = await fail("sqs", "QueueDoesNotExist", 400);
    expect({ name, Code }).to.deep.equal({
      name: "QueueDoesNotExist",
      Code: "AWS.SimpleQueueService.NonExistentQueue",
    });
  });

  it("carries its modeled members", async () => {
    const lambda = await fail("lambda", "TooManyRequestsException", 429, {
      Type: "User",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      retryAfterSeconds: "1",
    });
    expect(lambda).to.include({ Type: "User", Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" });
    const cloudwatch = await fail("cloudwatch", "ResourceNotFoundException", 404, {
      ResourceType: "dashboard",
      ResourceId: "d",
    });
    expect(cloudwatch).to.include({ ResourceType: "dashboard", ResourceId: "d" });
  });

  it("carries what S3 says beside its message", async () => {
    const { name, ...more } = await fail("s3", "NoSuchKey", 404, { Key: "a&b" });
    expect(name).to.equal("NoSuchKey");
    expect(more).to.include({ Key: "a&b", Code: "NoSuchKey" });
  });
});
