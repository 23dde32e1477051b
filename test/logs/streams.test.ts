import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { type Answer, aLogs, aStream, GROUP, GROUP_ARN, messages, refusal, STREAM } from "./a-logs.ts";

describe("a log stream", () => {
  it("is described as AWS describes it, before and after its first event", async () => {
    const { call, pass } = aStream();
    const described = () => call("DescribeLogStreams", { logGroupName: GROUP }).logStreams[0];
    const fresh = {
      arn: `${GROUP_ARN}:log-stream:${STREAM}`,
      creationTime: EPOCH,
      logStreamName: STREAM,
      storedBytes: 0,
    };
    expect(described()).to.deep.equal(fresh);
    await pass(5000);
    const logEvents = [
      { timestamp: EPOCH + 1000, message: "one" },
      { timestamp: EPOCH + 2000, message: "two" },
    ];
    call("PutLogEvents", { logGroupName: GROUP, logStreamName: STREAM, logEvents });
    const { uploadSequenceToken, ...written } = described();
    expect(written).to.deep.equal({
      ...fresh,
      firstEventTimestamp: EPOCH + 1000,
      lastEventTimestamp: EPOCH + 2000,
      lastIngestionTime: EPOCH + 5000,
    });
    expect(uploadSequenceToken).to.match(/^\d{56}$/);
  });

  it("is found by name or by the group's ARN, in order of names or of last events", () => {
    const { call, service } = aLogs();
    service.append(GROUP, "b", [{ timestamp: EPOCH + 1, message: "m" }]);
    service.append(GROUP, "a1", [{ timestamp: EPOCH + 3, message: "m" }]);
    service.append(GROUP, "a2", [{ timestamp: EPOCH + 2, message: "m" }]);
    const names = (input: object) =>
      call("DescribeLogStreams", input)
        .logStreams.map(({ logStreamName }: Answer) => logStreamName)
        .join(" ");
    expect(names({ logGroupName: GROUP })).to.equal("a1 a2 b");
    expect(names({ logGroupIdentifier: GROUP_ARN, descending: true })).to.equal("b a2 a1");
    expect(names({ logGroupName: GROUP, logStreamNamePrefix: "a" })).to.equal("a1 a2");
    expect(names({ logGroupName: GROUP, orderBy: "LastEventTime" })).to.equal("b a2 a1");
    expect(names({ logGroupName: GROUP, orderBy: "LastEventTime", descending: true, limit: 1 })).to.equal("a1");
  });

  it("takes its events with it", () => {
    const { call, service } = aStream();
    service.append(GROUP, STREAM, [{ timestamp: EPOCH, message: "mine" }]);
    service.append(GROUP, "other", [{ timestamp: EPOCH, message: "theirs" }]);
    call("DeleteLogStream", { logGroupName: GROUP, logStreamName: STREAM });
    expect(messages(call("FilterLogEvents", { logGroupName: GROUP }))).to.deep.equal(["theirs"]);
    expect(call("DescribeLogGroups", {}).logGroups[0].storedBytes).to.equal(32);
  });

  it("refuses in AWS's words", () => {
    const { call } = aStream();
    const table: [string, object, string][] = [
      [
        "CreateLogStream",
        { logGroupName: GROUP, logStreamName: STREAM },
        "ResourceAlreadyExistsException: The specified log stream already exists",
      ],
      [
        "CreateLogStream",
        { logGroupName: "nope", logStreamName: "s" },
        "ResourceNotFoundException: The specified log group does not exist.",
      ],
      [
        "CreateLogStream",
        { logGroupName: GROUP, logStreamName: "a:b" },
        "InvalidParameterException: 1 validation error detected: Value 'a:b' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*",
      ],
      [
        "DeleteLogStream",
        { logGroupName: GROUP, logStreamName: "nope" },
        "ResourceNotFoundException: The specified log stream does not exist.",
      ],
      [
        "DescribeLogStreams",
        { logGroupName: GROUP, logGroupIdentifier: GROUP },
        "ValidationException: LogGroup name and LogGroup ARN are mutually exclusive parameters.",
      ],
      [
        "DescribeLogStreams",
        {},
        "InvalidParameterException: 1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null",
      ],
      [
        "DescribeLogStreams",
        { logGroupName: GROUP, orderBy: "LastEventTime", logStreamNamePrefix: "a" },
        "InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix.",
      ],
    ];
    for (const [operation, input, words] of table) expect(refusal(() => call(operation, input))).to.equal(words);
  });
});
