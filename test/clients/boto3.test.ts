import { expect } from "chai";
import { send } from "../gateway/a-knock.ts";
import { aZip, ECHO } from "../wire/a-function.ts";
import { aWorkplace, missing, skip, type Workplace } from "./a-program.ts";

/** Before each story: clients by name, and `refused`, which says with which code and status a call failed. */
const PRELUDE = `
import base64, boto3, botocore, json, sys, time
from botocore.config import Config
from botocore.exceptions import ClientError
def client(name, **more): return boto3.client(name, config=Config(retries={"total_max_attempts": 1}, **more))
def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return "%s %s" % (error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
    return "served"
told = {}
`;

describe("boto3, unmodified,", function () {
  this.timeout(60_000);
  let place: Workplace;

  before(async function () {
    const reason = missing("python3", ["-c", "import boto3"]);
    if (reason !== undefined) return skip(this, "boto3's tests", reason);
    place = await aWorkplace();
  });
  after(() => place?.close());

  /** Tells a story in Python; what it put into `told`. */
  const story = async (python: string, env: Record<string, string> = {}) => {
    const stdin = `${PRELUDE}${python}\nprint(json.dumps(told))\n`;
    const { status, stdout, stderr } = await place.run("python3", ["-"], { stdin, env });
    expect(status, stderr).to.equal(0);
    return JSON.parse(stdout);
  };

  it("puts, reads, sums up and deletes objects", async () => {
    const told = await story(`
s3 = client("s3")
s3.create_bucket(Bucket="documents")
for algorithm in ("CRC32", "SHA1", "SHA256"):
    answer = s3.put_object(Bucket="documents", Key=algorithm, Body=b"hello", ChecksumAlgorithm=algorithm, Metadata={"who": "boto"})
    told[algorithm] = answer["Checksum" + algorithm]
body = s3.get_object(Bucket="documents", Key="CRC32", Range="bytes=1-3")
told["part"] = [body["ResponseMetadata"]["HTTPStatusCode"], body["Body"].read().decode(), body["ContentRange"], body["Metadata"]]
told["whole"] = s3.get_object(Bucket="documents", Key="SHA256", ChecksumMode="ENABLED")["Body"].read().decode()
told["wrong sum"] = refused(s3.put_object, Bucket="documents", Key="k", Body=b"hello", ChecksumCRC32="AAAAAA==")
told["wrong md5"] = refused(s3.put_object, Bucket="documents", Key="k", Body=b"hello", ContentMD5="AAAAAAAAAAAAAAAAAAAAAA==")
told["unchanged"] = refused(s3.get_object, Bucket="documents", Key="SHA1", IfNoneMatch=body["ETag"])
told["taken"] = refused(s3.put_object, Bucket="documents", Key="SHA1", Body=b"x", IfNoneMatch="*")
told["missing"] = [refused(s3.get_object, Bucket="documents", Key="none"), refused(s3.head_object, Bucket="documents", Key="none")]
s3.delete_objects(Bucket="documents", Delete={"Objects": [{"Key": "SHA1"}, {"Key": "SHA256"}]})
s3.put_object(Bucket="documents", Key="ä b+c/d", Body=b"x")
told["keys"] = [entry["Key"] for entry in s3.list_objects_v2(Bucket="documents")["Contents"]]
`);
    expect(told).to.deep.equal({
      CRC32: "NhCmhg==",
      SHA1: "qvTGHdzF6KLavt4PO0gs2a6pQ00=",
      SHA256: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
      part: [206, "ell", "bytes 1-3/5", { who: "boto" }],
      whole: "hello",
      "wrong sum": "BadDigest 400",
      "wrong md5": "BadDigest 400",
      unchanged: "304 304",
      taken: "PreconditionFailed 412",
      missing: ["NoSuchKey 404", "404 404"],
      keys: ["CRC32", "ä b+c/d"],
    });
  });

  it("uploads in parts and in chunks, and presigns in both versions", async () => {
    const told = await story(`
import io, os
s3 = client("s3")
s3.create_bucket(Bucket="large")
data = os.urandom(9000000)
class Pipe(io.RawIOBase):
    def __init__(self): self.rest = data[:3000000]
    def readable(self): return True
    def read(self, size=-1):
        size = len(self.rest) if size < 0 else size
        piece, self.rest = self.rest[:size], self.rest[size:]
        return piece
s3.upload_fileobj(io.BytesIO(data), "large", "parts")
s3.upload_fileobj(Pipe(), "large", "pipe")
target = io.BytesIO()
s3.download_fileobj("large", "parts", target)
told["same"] = target.getvalue() == data
told["piped"] = s3.get_object(Bucket="large", Key="pipe")["Body"].read() == data[:3000000]
told["parts"] = s3.head_object(Bucket="large", Key="parts", PartNumber=1)["PartsCount"]
s3.put_object(Bucket="large", Key="k", Body=b"hello")
for version in ("s3", "s3v4"):
    told[version] = client("s3", signature_version=version).generate_presigned_url("get_object", Params={"Bucket": "large", "Key": "k", "ResponseContentType": "text/csv"})
told["put"] = client("s3").generate_presigned_url("put_object", Params={"Bucket": "large", "Key": "put"})
`);
    expect(told).to.include({ same: true, piped: true, parts: 2 });
    const { port } = place.served;
    for (const version of ["s3", "s3v4"]) {
      const reply = await send(port, { path: told[version].replace(/^http:\/\/[^/]+/, "") });
      expect(reply, version).to.include({ status: 200, body: "hello" });
      expect(reply.headers["content-type"]).to.equal("text/csv");
    }
    const path = told.put.replace(/^http:\/\/[^/]+/, "");
    expect((await send(port, { method: "PUT", path, body: "hello" })).status).to.equal(200);
    expect((await send(port, { method: "PUT", path: path.replace("put?", "other?"), body: "x" })).status).to.equal(403);
  });

  // Not every machine looks up names below localhost by itself.
  it("finds a bucket by its name in the host", async () => {
    const told = await story(
      `
import socket
resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: resolve("127.0.0.1" if host.endswith("localhost") else host, *rest, **more)
s3 = client("s3", s3={"addressing_style": "virtual"})
hosts = []
s3.meta.events.register("before-send.s3.*", lambda request, **more: hosts.append(request.url.split("/")[2].split(":")[0]))
s3.create_bucket(Bucket="virtual")
s3.put_object(Bucket="virtual", Key="k", Body=b"hello")
told["body"] = s3.get_object(Bucket="virtual", Key="k")["Body"].read().decode()
told["hosts"] = sorted(set(hosts))
`,
      { AWS_ENDPOINT_URL: place.served.endpoint.replace("127.0.0.1", "localhost") },
    );
    expect(told).to.deep.equal({ body: "hello", hosts: ["virtual.localhost"] });
  });

  for (const protocol of ["json", "query"]) {
    it(`sends, receives and deletes messages in ${protocol}`, async () => {
      const told = await story(`
${speaking("sqs", protocol)}
sqs = client("sqs")
url = sqs.create_queue(QueueName="${protocol}", Attributes={"VisibilityTimeout": "7"}, tags={"team": "etl"})["QueueUrl"]
sent = sqs.send_message(QueueUrl=url, MessageBody="hi", MessageAttributes={"a": {"DataType": "String", "StringValue": "b"}, "c": {"DataType": "Binary", "BinaryValue": b"\\x00\\x01"}})
got = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], AttributeNames=["All"], WaitTimeSeconds=1)["Messages"][0]
told["same"] = [got[name] == sent[other] for name, other in (("MessageId", "MessageId"), ("MD5OfBody", "MD5OfMessageBody"), ("MD5OfMessageAttributes", "MD5OfMessageAttributes"))]
told["binary"] = list(got["MessageAttributes"]["c"]["BinaryValue"])
told["count"] = got["Attributes"]["ApproximateReceiveCount"]
sqs.delete_message(QueueUrl=url, ReceiptHandle=got["ReceiptHandle"])
batch = sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "1"}, {"Id": "b", "MessageBody": "2", "DelaySeconds": 900}])
told["batch"] = [entry["Id"] for entry in batch["Successful"]]
attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout", "ApproximateNumberOfMessagesDelayed"])["Attributes"]
told["attributes"] = attributes
told["tags"] = sqs.list_queue_tags(QueueUrl=url)["Tags"]
told["queues"] = [name == url for name in sqs.list_queues(QueueNamePrefix="${protocol}")["QueueUrls"]]
told["missing"] = refused(sqs.get_queue_url, QueueName="none")
`);
      expect(told).to.deep.equal({
        same: [true, true, true],
        binary: [0, 1],
        count: "1",
        batch: ["a", "b"],
        attributes: { VisibilityTimeout: "7", ApproximateNumberOfMessagesDelayed: "1" },
        tags: { team: "etl" },
        queues: [true],
        missing: "AWS.SimpleQueueService.NonExistentQueue 400",
      });
    });
  }

  for (const protocol of ["json", "smithy-rpc-v2-cbor", "query"]) {
    it(`puts and gets metrics in ${protocol}`, async () => {
      const told = await story(`
${speaking("cloudwatch", protocol)}
import datetime
cloudwatch = client("cloudwatch")
told["protocol"] = cloudwatch.meta.service_model.resolved_protocol if hasattr(cloudwatch.meta.service_model, "resolved_protocol") else None
now = datetime.datetime.now(datetime.timezone.utc)
data = [{"MetricName": "m", "Dimensions": [{"Name": "Stage", "Value": "a"}], "Timestamp": now, "Values": [1.5, 2.0], "Counts": [2.0, 1.0], "Unit": "Count"}]
cloudwatch.put_metric_data(Namespace="${protocol}", MetricData=data)
query = {"Id": "q", "MetricStat": {"Metric": {"Namespace": "${protocol}", "MetricName": "m", "Dimensions": data[0]["Dimensions"]}, "Period": 60, "Stat": "Sum"}}
window = {"StartTime": now - datetime.timedelta(minutes=5), "EndTime": now + datetime.timedelta(minutes=5)}
answer = cloudwatch.get_metric_data(MetricDataQueries=[query], **window)["MetricDataResults"][0]
told["values"] = answer["Values"]
told["timestamps"] = [type(moment).__name__ + " " + str(moment.second) for moment in answer["Timestamps"]]
told["missing"] = refused(cloudwatch.get_dashboard, DashboardName="none")
told["wrong"] = refused(cloudwatch.put_metric_data, Namespace="n", MetricData=[dict(data[0], Value=1.0)])
cloudwatch.put_metric_alarm(AlarmName="a ${protocol}", Namespace="${protocol}", MetricName="m", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=2.5, ComparisonOperator="GreaterThanThreshold")
told["alarm"] = cloudwatch.describe_alarms(AlarmNames=["a ${protocol}"])["MetricAlarms"][0]["Threshold"]
`);
      const { wrong, ...rest } = told;
      expect(wrong).to.equal("InvalidParameterCombination 400");
      expect(rest).to.deep.equal({
        protocol,
        values: [5],
        timestamps: ["datetime 0"],
        missing: "ResourceNotFound 404",
        alarm: 2.5,
      });
    });
  }

  it("publishes to a topic that a queue hears", async () => {
    const told = await story(`
sns, sqs = client("sns"), client("sqs")
topic = sns.create_topic(Name="converted")["TopicArn"]
url = sqs.create_queue(QueueName="deliveries")["QueueUrl"]
arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn, "Condition": {"ArnEquals": {"aws:SourceArn": topic}}}]}
sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
sns.publish(TopicArn=topic, Message="hi", MessageAttributes={"a": {"DataType": "String", "StringValue": "b"}})
message = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10, MessageAttributeNames=["All"])["Messages"][0]
told["heard"] = [message["Body"], message["MessageAttributes"]["a"]["StringValue"]]
told["missing"] = refused(sns.publish, TopicArn=topic + "x", Message="hi")
`);
    expect(told).to.deep.equal({ heard: ["hi", "b"], missing: "NotFound 404" });
  });

  it("makes a function, calls it and reads its logs", async () => {
    const told = await story(`
iam, lambda_, logs = client("iam"), client("lambda"), client("logs")
trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
role = iam.create_role(RoleName="transform", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]}
iam.put_role_policy(RoleName="transform", PolicyName="logs", PolicyDocument=json.dumps(allowed))
zip_file = base64.b64decode("${Buffer.from(aZip(ECHO)).toString("base64")}")
lambda_.create_function(FunctionName="transform", Role=role, Runtime="nodejs20.x", Handler="index.handler", Code={"ZipFile": zip_file}, Environment={"Variables": {"WHO": "boto"}})
answer = lambda_.invoke(FunctionName="transform", Payload=json.dumps({"a": 1}), LogType="Tail")
told["answer"] = json.loads(answer["Payload"].read())
told["status"] = answer["StatusCode"]
told["log"] = base64.b64decode(answer["LogResult"]).decode().split(" ")[0]
told["async"] = lambda_.invoke(FunctionName="transform", Payload="{}", InvocationType="Event")["StatusCode"]
told["missing"] = refused(lambda_.get_function, FunctionName="none")
told["unreadable"] = refused(lambda_.invoke, FunctionName="transform", Payload="{")
logs.create_log_group(logGroupName="/lab")
logs.create_log_stream(logGroupName="/lab", logStreamName="s")
logs.put_log_events(logGroupName="/lab", logStreamName="s", logEvents=[{"timestamp": int(time.time() * 1000), "message": "hello"}])
told["logged"] = [event["message"] for event in logs.filter_log_events(logGroupName="/lab", filterPattern="hello")["events"]]
told["again"] = refused(logs.create_log_group, logGroupName="/lab")
`);
    expect(told).to.deep.equal({
      answer: { event: { a: 1 }, version: "$LATEST", who: "boto" },
      status: 200,
      log: "START",
      async: 202,
      missing: "ResourceNotFoundException 404",
      unreadable: "InvalidRequestContentException 400",
      logged: ["hello"],
      again: "ResourceAlreadyExistsException 400",
    });
  });

  it("keeps parameters", async () => {
    const told = await story(`
ssm = client("ssm")
told["version"] = ssm.put_parameter(Name="/lab/rate", Value="2", Type="String")["Version"]
told["value"] = ssm.get_parameter(Name="/lab/rate")["Parameter"]["Value"]
told["again"] = refused(ssm.put_parameter, Name="/lab/rate", Value="3", Type="String")
told["missing"] = refused(ssm.get_parameter, Name="none")
`);
    expect(told).to.deep.equal({
      version: 1,
      value: "2",
      again: "ParameterAlreadyExists 400",
      missing: "ParameterNotFound 400",
    });
  });

  it("takes on a role, and may what the role may", async () => {
    const told = await story(`
iam, sts = client("iam"), client("sts")
account = sts.get_caller_identity()["Account"]
trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": account}, "Action": "sts:AssumeRole"}]}
role = iam.create_role(RoleName="reader", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
allowed = lambda action, resource: json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]})
iam.put_role_policy(RoleName="reader", PolicyName="p", PolicyDocument=allowed("ssm:DescribeParameters", "*"))
iam.create_user(UserName="boto")
iam.put_user_policy(UserName="boto", PolicyName="p", PolicyDocument=allowed("sts:AssumeRole", role))
key = iam.create_access_key(UserName="boto")["AccessKey"]
def session(key): return dict(aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"], aws_session_token=key.get("SessionToken"))
user = boto3.client("sts", **session(key))
told["user"] = user.get_caller_identity()["Arn"]
keys = user.assume_role(RoleArn=role, RoleSessionName="story")["Credentials"]
told["role"] = boto3.client("sts", **session(keys)).get_caller_identity()["Arn"]
told["may"] = refused(boto3.client("ssm", **session(keys)).describe_parameters)
told["may not"] = [refused(boto3.client("ssm", **session(keys)).get_parameter, Name="/lab/rate"), refused(boto3.client("s3", **session(keys)).list_buckets), refused(boto3.client("sqs", **session(keys)).list_queues)]
told["forged"] = refused(boto3.client("ssm", **session(dict(keys, SessionToken="forged"))).describe_parameters)
`);
    expect(told).to.deep.equal({
      user: "arn:aws:iam::111122223333:user/boto",
      role: "arn:aws:sts::111122223333:assumed-role/reader/story",
      may: "served",
      "may not": ["AccessDeniedException 400", "AccessDenied 403", "AccessDenied 403"],
      forged: "UnrecognizedClientException 400",
    });
  });
});

/**
 * Lets botocore speak another of a service's protocols than the one it prefers. Of SQS it has forgotten the forms; its
 * older models named the members as the API reference does.
 */
function speaking(service: string, protocol: string): string {
  if (service === "cloudwatch") return `botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = ("${protocol}",)`;
  return protocol === "json" ? "" : OLD_SQS;
}

const OLD_SQS = `
import botocore.loaders
load = botocore.loaders.Loader.load_service_model
def with_forms(self, service, type_name, *rest, **more):
    model = load(self, service, type_name, *rest, **more)
    if service != "sqs" or type_name != "service-2": return model
    model["metadata"].update(protocol="query", protocols=["query"], xmlNamespace="http://queue.amazonaws.com/doc/2012-11-05/")
    names = {"QueueUrls": "QueueUrl", "Attributes": "Attribute", "MessageAttributes": "MessageAttribute", "Messages": "Message", "Tags": "Tag", "tags": "Tag", "AttributeNames": "AttributeName", "MessageAttributeNames": "MessageAttributeName"}
    for shape in model["shapes"].values():
        for name, member in shape.get("members", {}).items():
            target = model["shapes"][member["shape"]]
            location = names.get(name) or (target["member"]["shape"] if name in ("Entries", "Successful", "Failed") else None)
            if not location: continue
            member["locationName"] = location
            if target["type"] == "list": target["member"]["locationName"] = location
            if target["type"] == "map":
                target["key"]["locationName"] = "Key" if location == "Tag" else "Name"
                target["value"]["locationName"] = "Value"
    for operation in model["operations"].values():
        if "output" in operation: operation["output"]["resultWrapper"] = operation["name"] + "Result"
    return model
botocore.loaders.Loader.load_service_model = with_forms
`;
