import { expect } from "chai";
import { textOf } from "../../cloud/gateway/message.ts";
import { checkRequired } from "../../cloud/gateway/refusals.ts";
import { SERVICES } from "../../cloud/gateway/services.ts";
import { aGateway } from "./a-gateway.ts";
import { aRequest, refusal } from "./a-request.ts";

const nullMember = (name: string) =>
  `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`;

describe("a request that leaves out what it must say", () => {
  for (const [service, operation, input, code, message] of [
    [
      "sqs",
      "SendMessage",
      { QueueUrl: "q" },
      "MissingParameter",
      "The request must contain the parameter MessageBody.",
    ],
    ["sns", "Subscribe", { TopicArn: "t" }, "InvalidParameter", "Invalid parameter: Protocol"],
    [
      "cloudwatch",
      "PutDashboard",
      { DashboardName: "d" },
      "MissingParameter",
      "The parameter DashboardBody is required.",
    ],
    ["iam", "CreateRole", { RoleName: "r" }, "ValidationError", nullMember("assumeRolePolicyDocument")],
    ["sts", "AssumeRole", { RoleArn: "r" }, "ValidationError", nullMember("roleSessionName")],
    [
      "lambda",
      "PutFunctionConcurrency",
      { FunctionName: "f" },
      "ValidationException",
      nullMember("reservedConcurrentExecutions"),
    ],
    ["logs", "PutRetentionPolicy", { logGroupName: "g" }, "InvalidParameterException", nullMember("retentionInDays")],
    ["ssm", "PutParameter", { Name: "p" }, "ValidationException", nullMember("value")],
    [
      "s3",
      "UploadPart",
      { Bucket: "b", Key: "k", UploadId: "u" },
      "InvalidRequest",
      "Missing required parameter: PartNumber",
    ],
    ["s3", "PutBucketTagging", { Bucket: "b" }, "MissingRequestBodyError", "Request body is empty."],
  ] as const) {
    it(`is refused by ${service} with ${code}`, () => {
      const wire = SERVICES[service]!;
      const found = refusal(() => checkRequired(wire.model.operations.get(operation)!, input, wire));
      expect(found).to.deep.equal({ code, status: 400, message });
    });
  }

  it("is let through when only what is not required is missing", () => {
    const wire = SERVICES.sqs!;
    checkRequired(wire.model.operations.get("SendMessage")!, { QueueUrl: "q", MessageBody: "" }, wire);
    checkRequired(wire.model.operations.get("ListQueues")!, {}, wire);
  });
});

describe("a request for an operation that nobody knows", () => {
  const json = (target: string) => aRequest("POST /", { headers: { "x-amz-target": target }, body: "{}" });
  const query = aRequest("POST /", { body: "Action=Dance&Version=1" });

  for (const [service, request, code, status] of [
    ["sqs", json("AmazonSQS.Dance"), "UnknownOperationException", 400],
    ["ssm", json("AmazonSSM.Dance"), "UnknownOperationException", 400],
    ["sns", query, "InvalidAction", 400],
    ["iam", query, "InvalidAction", 400],
    ["lambda", aRequest("GET /dance"), "UnknownOperationException", 404],
    ["s3", aRequest("PATCH /b/k"), "NotImplemented", 501],
    // The model knows it; the house does not.
    ["sqs", json("AmazonSQS.ListMessageMoveTasks"), "UnknownOperationException", 400],
  ] as const) {
    it(`is refused by ${service} with ${code}`, async () => {
      const { clock, knock, bugs, answered } = aGateway();
      const response = (await clock.run(knock(request, service)))!;
      expect(response.status).to.equal(status);
      expect(textOf(response.body) + JSON.stringify(response.headers)).to.include(code);
      expect({ bugs, answered }).to.deep.equal({ bugs: [], answered: [] });
    });
  }

  it("is no bug of ours when it cannot even be read", async () => {
    const { clock, knock, bugs } = aGateway();
    for (const [request, service, status] of [
      [aRequest("GET /%zz"), "s3", 400],
      [aRequest("POST /", { headers: { "x-amz-target": "AmazonSQS.SendMessage" }, body: "{" }), "sqs", 400],
      [aRequest("POST /", { body: "%zz&&==" }), "sns", 400],
    ] as const) {
      expect((await clock.run(knock(request, service)))!.status).to.equal(status);
    }
    expect(bugs).to.deep.equal([]);
  });
});
