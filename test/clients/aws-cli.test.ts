import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { send } from "../gateway/a-knock.ts";
import { aZip, ECHO } from "../wire/a-function.ts";
import { aWorkplace, missing, skip, type Workplace } from "./a-program.ts";

describe("the AWS CLI, unmodified,", function () {
  this.timeout(120_000);
  let place: Workplace;
  let endpoint: string;

  before(async function () {
    const reason = missing("aws", ["--version"]);
    if (reason !== undefined) return skip(this, "the AWS CLI's tests", reason);
    place = await aWorkplace();
    endpoint = place.served.endpoint;
  });
  after(() => place?.close());

  /** Runs `aws ...` and expects it to succeed: what it printed. */
  const aws = async (line: string, ...more: string[]): Promise<string> => {
    const { status, stdout, stderr } = await place.run("aws", [...line.split(" "), ...more]);
    expect(status, `aws ${line}: ${stderr}`).to.equal(0);
    return stdout;
  };
  const told = async (line: string, ...more: string[]) => JSON.parse((await aws(line, ...more)) || "null");
  const refused = async (line: string, env: Record<string, string> = {}, ...more: string[]) => {
    const { status, stderr } = await place.run("aws", [...line.split(" "), ...more], { env });
    expect(status, line).to.be.greaterThan(0);
    return stderr.trim();
  };
  const file = (name: string) => join(place.folder, name);
  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(file(name), content);
    return file(name);
  };

  it("copies, lists and removes objects, large ones in parts, and presigns", async () => {
    await aws("s3 mb s3://documents");
    const large = randomBytes(9_000_000);
    write("small.json", '{"id":1}');
    write("large.bin", large);
    await aws("s3 cp small.json s3://documents/input/small.json");
    await aws("s3 cp large.bin s3://documents/large.bin --no-progress");
    expect(await aws("s3 ls s3://documents --recursive")).to.match(/ 8 input\/small.json\n.* 9000000 large.bin\n$/);
    await aws("s3 cp s3://documents/large.bin copy.bin --no-progress");
    expect(readFileSync(file("copy.bin")).equals(large)).to.equal(true);
    const url = new URL((await aws("s3 presign s3://documents/input/small.json")).trim());
    const { port } = place.served;
    expect((await send(port, { path: url.pathname + url.search })).body).to.equal('{"id":1}');
    url.searchParams.set("Expires", "1");
    expect((await send(port, { path: url.pathname + url.search })).code).to.equal("AccessDenied");
    await aws("s3 rm s3://documents --recursive");
    expect((await told("s3api list-objects-v2 --bucket documents"))?.Contents).to.equal(undefined);
  });

  // For SQS the first CLI knows its own address in every region, and takes another from the command line only.
  it("sends and receives messages", async () => {
    const at = `--endpoint-url ${endpoint}`;
    const { QueueUrl } = await told(`sqs create-queue --queue-name q --attributes VisibilityTimeout=7 ${at}`);
    expect(QueueUrl).to.equal(`${endpoint}/111122223333/q`);
    const attribute = '{"a":{"DataType":"String","StringValue":"b"}}';
    const sent = await told(
      `sqs send-message --queue-url ${QueueUrl} --message-body hi ${at} --message-attributes`,
      attribute,
    );
    const asked = `sqs receive-message --queue-url ${QueueUrl} --message-attribute-names All --wait-time-seconds 2 ${at}`;
    const [message] = (await told(asked)).Messages;
    expect(message).to.include({
      MessageId: sent.MessageId,
      Body: "hi",
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
    });
  });

  it("makes a topic and publishes", async () => {
    const { TopicArn } = await told("sns create-topic --name converted");
    expect(TopicArn).to.equal("arn:aws:sns:us-east-1:111122223333:converted");
    expect((await told(`sns publish --topic-arn ${TopicArn} --message hi`)).MessageId).to.match(/^[0-9a-f-]{36}$/);
  });

  it("puts metrics, and hears of a missing dashboard", async () => {
    await aws("cloudwatch put-metric-data --namespace Lab --metric-name documents --value 3 --unit Count");
    expect((await told("cloudwatch list-metrics --namespace Lab")).Metrics).to.deep.equal([
      { Namespace: "Lab", MetricName: "documents", Dimensions: [] },
    ]);
    expect(await refused("cloudwatch get-dashboard --dashboard-name none")).to.contain("(ResourceNotFound)");
  });

  it("makes a role and a function, and calls it", async () => {
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const document = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const { Role } = await told("iam create-role --role-name transform --assume-role-policy-document", document);
    write("transform.zip", aZip(ECHO));
    const make = `lambda create-function --function-name transform --runtime nodejs20.x --handler index.handler --role ${Role.Arn}`;
    expect(await told(make, "--zip-file", "fileb://transform.zip")).to.include({
      FunctionName: "transform",
      Runtime: "nodejs20.x",
    });
    write("event.json", '{"a":1}');
    const answer = await told(
      "lambda invoke --function-name transform --log-type Tail out.json --payload fileb://event.json",
    );
    expect(answer).to.include({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    expect(Buffer.from(answer.LogResult, "base64").toString()).to.match(/^START RequestId: /);
    expect(JSON.parse(readFileSync(file("out.json"), "utf8"))).to.deep.include({ event: { a: 1 } });
  });

  it("keeps parameters", async () => {
    await aws("ssm put-parameter --name /lab/rate --value 2 --type String");
    expect((await told("ssm get-parameter --name /lab/rate")).Parameter).to.include({ Value: "2", Version: 1 });
  });

  it("writes and reads logs", async () => {
    await aws("logs create-log-group --log-group-name /lab");
    await aws("logs create-log-stream --log-group-name /lab --log-stream-name s");
    const event = `timestamp=${Date.now()},message=hello`;
    await aws(`logs put-log-events --log-group-name /lab --log-stream-name s --log-events ${event}`);
    const { events } = await told("logs filter-log-events --log-group-name /lab --filter-pattern hello");
    expect(events.map(({ message }: { message: string }) => message)).to.deep.equal(["hello"]);
  });

  it("is who its keys say, may what IAM says, and nothing else", async () => {
    expect((await told("sts get-caller-identity")).Arn).to.equal("arn:aws:iam::111122223333:root");
    await aws("iam create-user --user-name publisher");
    const { AccessKey } = await told("iam create-access-key --user-name publisher");
    const env = { AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId, AWS_SECRET_ACCESS_KEY: AccessKey.SecretAccessKey };
    expect(await refused("ssm describe-parameters", env)).to.match(
      /\(AccessDeniedException\).*user\/publisher is not authorized to perform: ssm:DescribeParameters/,
    );
    const allowed = { Effect: "Allow", Action: "ssm:DescribeParameters", Resource: "*" };
    const document = JSON.stringify({ Version: "2012-10-17", Statement: [allowed] });
    await aws("iam put-user-policy --user-name publisher --policy-name p --policy-document", document);
    expect((await place.run("aws", ["ssm", "describe-parameters"], { env })).status).to.equal(0);
    expect(await refused("sts get-caller-identity", { AWS_SECRET_ACCESS_KEY: "guessed" })).to.contain(
      "(SignatureDoesNotMatch)",
    );
  });
});
