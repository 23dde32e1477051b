import { expect } from "chai";
import { restJson } from "../../cloud/gateway/protocols/rest-json.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { aRequest, aService, refusal } from "./a-request.ts";

const lambda = aService("lambda", restJson);
const FUNCTIONS = "/2015-03-31/functions";

describe("REST with JSON", () => {
  for (const [line, operation] of [
    [`POST ${FUNCTIONS}`, "CreateFunction"],
    [`POST ${FUNCTIONS}/`, "CreateFunction"],
    [`GET ${FUNCTIONS}`, "ListFunctions"],
    [`GET ${FUNCTIONS}/f`, "GetFunction"],
    [`GET ${FUNCTIONS}/f?Qualifier=live`, "GetFunction"],
    [`GET ${FUNCTIONS}/f/configuration`, "GetFunctionConfiguration"],
    [`GET ${FUNCTIONS}/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af`, "GetFunction"],
    [`POST ${FUNCTIONS}/f/invocations`, "Invoke"],
    [`POST ${FUNCTIONS}/f/versions`, "PublishVersion"],
    [`GET ${FUNCTIONS}/f/aliases`, "ListAliases"],
    [`GET ${FUNCTIONS}/f/aliases/live`, "GetAlias"],
    [`PUT ${FUNCTIONS}/f/aliases/live`, "UpdateAlias"],
    [`DELETE ${FUNCTIONS}/f/policy/s3`, "RemovePermission"],
    ["PUT /2017-10-31/functions/f/concurrency", "PutFunctionConcurrency"],
    ["GET /2019-09-30/functions/f/concurrency", "GetFunctionConcurrency"],
    ["PUT /2019-09-25/functions/f/event-invoke-config", "PutFunctionEventInvokeConfig"],
    ["POST /2019-09-25/functions/f/event-invoke-config", "UpdateFunctionEventInvokeConfig"],
    ["GET /2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af", "ListTags"],
    ["DELETE /2017-03-31/tags/arn?tagKeys=a", "UntagResource"],
    [`PATCH ${FUNCTIONS}/f`, undefined],
    ["GET /nowhere", undefined],
    [`GET ${FUNCTIONS}/f/nothing`, undefined],
    [`GET /elsewhere${FUNCTIONS}/f`, undefined],
  ] as const) {
    it(`takes ${line} for ${operation ?? "nothing it knows"}`, () => {
      expect(lambda.routed(aRequest(line))).to.equal(operation);
    });
  }

  it("reads labels, decoded", () => {
    const request = aRequest(
      `GET ${FUNCTIONS}/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af%20g?Qualifier=%24LATEST`,
    );
    expect(lambda.decoded(request)).to.deep.equal({
      FunctionName: "arn:aws:lambda:us-east-1:1:function:f g",
      Qualifier: "$LATEST",
    });
  });

  it("reads labels by their kind", () => {
    expect(lambda.decoded(aRequest("GET /2018-10-31/layers/l/versions/7"))).to.deep.equal({
      LayerName: "l",
      VersionNumber: 7,
    });
    const request = aRequest("GET /2018-10-31/layers/l/versions/seven");
    expect(refusal(() => lambda.decoded(request)).code).to.equal("SerializationException");
  });

  it("reads the body, and what the path says in spite of it", () => {
    const request = aRequest(`PUT ${FUNCTIONS}/f/aliases/live`, {
      body: '{"FunctionVersion":"2","Name":"other","RoutingConfig":{"AdditionalVersionWeights":{"1":0.1}},"Nonsense":1}',
    });
    expect(lambda.decoded(request)).to.deep.equal({
      FunctionName: "f",
      Name: "live",
      FunctionVersion: "2",
      RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } },
    });
  });

  it("reads headers, and a payload as the bytes it is", () => {
    const body = Buffer.from([0, 255, 123]);
    const headers = { "x-amz-invocation-type": "Event", "x-amz-log-type": "Tail", "x-other": "1" };
    expect(lambda.decoded(aRequest(`POST ${FUNCTIONS}/f/invocations`, { headers, body }))).to.deep.equal({
      FunctionName: "f",
      InvocationType: "Event",
      LogType: "Tail",
      Payload: body,
    });
    expect(lambda.decoded(aRequest(`POST ${FUNCTIONS}/f/invocations`))).to.deep.equal({ FunctionName: "f" });
  });

  it("reads blobs in the body from base64", () => {
    const request = aRequest(`POST ${FUNCTIONS}`, { body: '{"FunctionName":"f","Code":{"ZipFile":"UEsD"}}' });
    expect(lambda.decoded(request)).to.deep.equal({ FunctionName: "f", Code: { ZipFile: Buffer.from("PK\x03") } });
  });

  it("reads numbers, lists and commas from the query", () => {
    expect(lambda.decoded(aRequest(`GET ${FUNCTIONS}?MaxItems=5&Marker=a%2Cb`))).to.deep.equal({
      MaxItems: 5,
      Marker: "a,b",
    });
    const untag = (query: string) => lambda.decoded(aRequest(`DELETE /2017-03-31/tags/arn?${query}`)).TagKeys;
    expect(untag("tagKeys=a&tagKeys=b")).to.deep.equal(["a", "b"]);
    expect(untag("tagKeys=a%2Cb")).to.deep.equal(["a,b"]);
    expect(refusal(() => lambda.decoded(aRequest(`GET ${FUNCTIONS}?MaxItems=many`))).code).to.equal(
      "SerializationException",
    );
    expect(refusal(() => lambda.decoded(aRequest(`GET ${FUNCTIONS}?MaxItems=`))).code).to.equal(
      "SerializationException",
    );
  });

  it("refuses a body that is no JSON, and a path that cannot be decoded", () => {
    const broken = aRequest(`POST ${FUNCTIONS}`, { body: "{" });
    expect(refusal(() => lambda.decoded(broken))).to.include({ code: "SerializationException", status: 400 });
    expect(refusal(() => lambda.decoded(aRequest(`GET ${FUNCTIONS}/%zz`)))).to.include({
      code: "InvalidURI",
      status: 400,
    });
  });

  it("writes the body, and the operation's status", () => {
    const { status, headers, text } = lambda.encoded("CreateFunction", { FunctionName: "f", Timeout: 3, Unknown: 1 });
    expect(status).to.equal(201);
    expect(headers).to.deep.equal({ "content-type": "application/json", "x-amzn-requestid": "id-1" });
    expect(text).to.equal('{"FunctionName":"f","Timeout":3}');
  });

  it("writes headers, the status a member carries, and a payload as it is", () => {
    const Payload = Buffer.from('{"errorMessage":"no"}');
    const output = {
      StatusCode: 200,
      FunctionError: "Unhandled",
      ExecutedVersion: "$LATEST",
      LogResult: undefined,
      Payload,
    };
    const { status, headers, body } = lambda.encoded("Invoke", output);
    expect(status).to.equal(200);
    expect(headers).to.include({ "x-amz-function-error": "Unhandled", "x-amz-executed-version": "$LATEST" });
    expect(headers).to.not.have.property("x-amz-log-result");
    expect(body).to.equal(Payload);
  });

  for (const [StatusCode, operation] of [
    [202, "Invoke"],
    [204, "Invoke"],
  ] as const) {
    it(`answers ${StatusCode} without a body when ${operation} says so`, () => {
      expect(lambda.encoded(operation, { StatusCode })).to.include({ status: StatusCode, text: "" });
    });
  }

  it("names an error's shape in a header, and its message in both spellings", () => {
    const { status, headers, text } = lambda.refused(
      new AwsError("ResourceNotFoundException", "Function not found: f", 404, { Type: "User" }),
    );
    expect(status).to.equal(404);
    expect(headers["x-amzn-errortype"]).to.equal("ResourceNotFoundException");
    expect(JSON.parse(text)).to.deep.equal({
      Type: "User",
      Message: "Function not found: f",
      message: "Function not found: f",
    });
  });
});
