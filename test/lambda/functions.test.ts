import { createHash } from "node:crypto";
import { expect } from "chai";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { runtimeVersionArn } from "../../cloud/lambda/runtimes.ts";
import { aFunction, aLambda, aPort, aZip, errorOf, FUNCTION_ARN, QUEUE_ARN, ROLE } from "./a-lambda.ts";

type Shape = Record<string, unknown>;

describe("CreateFunction", () => {
  it("answers with what was sent and AWS's defaults", async () => {
    const lambda = aLambda();
    const zip = aZip();
    const created = await lambda.do<Promise<Shape>>("CreateFunction", aFunction({ Code: { ZipFile: zip } }));
    expect(created.RevisionId).to.match(/^[0-9a-f-]{36}$/);
    expect({ ...created, RevisionId: "" }).to.deep.equal({
      FunctionName: "transform",
      FunctionArn: FUNCTION_ARN,
      Runtime: "nodejs22.x",
      Role: ROLE,
      Handler: "index.handler",
      Description: "",
      Timeout: 3,
      MemorySize: 128,
      PackageType: "Zip",
      Architectures: ["x86_64"],
      EphemeralStorage: { Size: 512 },
      TracingConfig: { Mode: "PassThrough" },
      SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
      LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/transform" },
      CodeSize: zip.length,
      CodeSha256: createHash("sha256").update(zip).digest("base64"),
      Version: "$LATEST",
      LastModified: "2026-01-01T00:00:00.000+0000",
      RevisionId: "",
      RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn("us-east-1", "nodejs22.x", "x86_64") },
      State: "Pending",
      StateReason: "The function is being created.",
      StateReasonCode: "Creating",
    });
    const found = lambda.do<Shape>("GetFunctionConfiguration", { FunctionName: "transform" });
    expect(found).to.include({ State: "Active", LastUpdateStatus: "Successful" });
    expect(found).not.to.have.any.keys("StateReason", "StateReasonCode");
  });

  it("keeps environment, dead-letter target and tags as they were sent", async () => {
    const lambda = aLambda();
    const Environment = { Variables: { B2: "2", A1: "1" } };
    const DeadLetterConfig = { TargetArn: QUEUE_ARN };
    const Tags = { project: "lab" };
    await lambda.do("CreateFunction", aFunction({ Environment, DeadLetterConfig, Tags, Timeout: 120 }));
    const { Configuration, Tags: tags } = lambda.do<{ Configuration: Shape; Tags: Shape }>("GetFunction", {
      FunctionName: "transform",
    });
    expect(Configuration).to.deep.include({ Environment, DeadLetterConfig, Timeout: 120 });
    expect(tags).to.deep.equal(Tags);
  });

  it("publishes at once when told so", async () => {
    const lambda = aLambda();
    const created = await lambda.do<Promise<Shape>>("CreateFunction", aFunction({ Publish: true }));
    expect(created).to.deep.include({ Version: "1", FunctionArn: FUNCTION_ARN });
    expect(lambda.kinds()).to.deep.equal(["FunctionCreated", "VersionPublished"]);
  });

  it("takes code from a bucket", async () => {
    const zip = aZip();
    const { asked, port: readObject } = aPort<[object], Uint8Array>(zip);
    const lambda = aLambda({ ports: { readObject } });
    const Code = { S3Bucket: "code", S3Key: "transform.zip" };
    const created = await lambda.do<Promise<Shape>>("CreateFunction", aFunction({ Code }));
    expect(asked).to.deep.equal([[{ bucket: "code", key: "transform.zip", versionId: undefined }]]);
    expect(created.CodeSize).to.equal(zip.length);
  });

  const refusals: [string, object, string][] = [
    [
      "bytes that are no zip",
      { Code: { ZipFile: Buffer.from("nonsense") } },
      "Could not unzip uploaded file. Please check your file, then try to upload again.",
    ],
    [
      "no handler",
      { Handler: undefined },
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    ],
    [
      "reserved variables",
      { Environment: { Variables: { AWS_REGION: "x" } } },
      "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION",
    ],
  ];
  for (const [what, input, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const error = await errorOf(() => aLambda().do("CreateFunction", aFunction(input)));
      expect([error.code, error.status]).to.deep.equal(["InvalidParameterValueException", 400]);
      expect(error.message).to.equal(message);
    });
  }

  it("refuses more than 4 KB of variables, and shows them", async () => {
    const Environment = { Variables: { LARGE: "x".repeat(4096) } };
    const error = await errorOf(() => aLambda().do("CreateFunction", aFunction({ Environment })));
    expect(error.message).to.equal(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {"LARGE":"${"x".repeat(4096)}"}`,
    );
  });

  for (const [member, value, rule] of [
    ["Timeout", 0, "'0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1"],
    [
      "Timeout",
      901,
      "'901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
    ],
    [
      "MemorySize",
      64,
      "'64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
    ],
  ] as const) {
    it(`refuses ${member} ${value}`, async () => {
      const error = await errorOf(() => aLambda().do("CreateFunction", aFunction({ [member]: value })));
      expect(error.code).to.equal("ValidationException");
      expect(error.message).to.equal(`1 validation error detected: Value ${rule}`);
    });
  }

  it("refuses a name that is taken", async () => {
    const lambda = aLambda();
    await lambda.do("CreateFunction", aFunction());
    const error = await errorOf(() => lambda.do("CreateFunction", aFunction()));
    expect([error.code, error.status, error.message]).to.deep.equal([
      "ResourceConflictException",
      409,
      "Function already exist: transform",
    ]);
  });

  it("refuses a role that Lambda may not assume", async () => {
    const lambda = aLambda({ ports: { canAssume: () => false } });
    const error = await errorOf(() => lambda.do("CreateFunction", aFunction()));
    expect(error.message).to.equal("The role defined for the function cannot be assumed by Lambda.");
  });

  for (const [arn, action, message] of [
    [QUEUE_ARN, "sqs:SendMessage", "call SendMessage on SQS"],
    ["arn:aws:sns:us-east-1:111111111111:failures", "sns:Publish", "call Publish on SNS"],
  ] as const) {
    it(`refuses a dead-letter target that the role may not reach: ${action}`, async () => {
      const { asked, port: mayRole } = aPort<string[], boolean>(false);
      const lambda = aLambda({ ports: { mayRole } });
      const error = await errorOf(() =>
        lambda.do("CreateFunction", aFunction({ DeadLetterConfig: { TargetArn: arn } })),
      );
      expect(asked).to.deep.equal([[ROLE, action, arn]]);
      expect(error.code).to.equal("InvalidParameterValueException");
      expect(error.message).to.equal(`The provided execution role does not have permissions to ${message}`);
    });
  }

  it("hands S3's error on in its own words", async () => {
    const readObject = () => {
      throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    };
    const lambda = aLambda({ ports: { readObject } });
    const error = await errorOf(() =>
      lambda.do("CreateFunction", aFunction({ Code: { S3Bucket: "code", S3Key: "gone" } })),
    );
    expect(error.message).to.equal(
      "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
    );
  });
});
