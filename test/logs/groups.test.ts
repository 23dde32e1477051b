import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aLogs, aStream, GROUP, GROUP_ARN, refusal } from "./a-logs.ts";

describe("a log group", () => {
  it("is described as AWS describes it", () => {
    const { call } = aLogs();
    call("CreateLogGroup", { logGroupName: GROUP, kmsKeyId: "arn:aws:kms:us-east-1:111111111111:key/1" });
    expect(call("DescribeLogGroups", { logGroupNamePrefix: "/aws/lambda/" })).to.deep.equal({
      logGroups: [
        {
          arn: `${GROUP_ARN}:*`,
          creationTime: EPOCH,
          deletionProtectionEnabled: false,
          kmsKeyId: "arn:aws:kms:us-east-1:111111111111:key/1",
          logGroupArn: GROUP_ARN,
          logGroupClass: "STANDARD",
          logGroupName: GROUP,
          metricFilterCount: 0,
          storedBytes: 0,
        },
      ],
    });
  });

  it("is told briefly when searched by a part of its name", () => {
    const { call } = aStream();
    const [group] = call("DescribeLogGroups", { logGroupNamePattern: "transf" }).logGroups;
    expect(Object.keys(group).sort()).to.deep.equal([
      "arn",
      "creationTime",
      "logGroupArn",
      "logGroupClass",
      "logGroupName",
      "metricFilterCount",
    ]);
  });

  it("is found by name, prefix and ARN, in the order of names, fifty a page", () => {
    const { call } = aLogs();
    for (let i = 59; i >= 0; i--) call("CreateLogGroup", { logGroupName: `g${String(i).padStart(2, "0")}` });
    const first = call("DescribeLogGroups", {});
    const second = call("DescribeLogGroups", { nextToken: first.nextToken });
    expect([first.logGroups.length, second.logGroups.length]).to.deep.equal([50, 10]);
    expect(first.logGroups[0].logGroupName).to.equal("g00");
    expect(second).not.to.have.property("nextToken");
    const count = (input: object) => call("DescribeLogGroups", input).logGroups.length;
    expect(count({ logGroupNamePrefix: "g1" })).to.equal(10);
    expect(count({ logGroupNamePrefix: "nothing" })).to.equal(0);
    expect(count({ limit: 3 })).to.equal(3);
    expect(count({ logGroupIdentifiers: ["g01", first.logGroups[2].logGroupArn] })).to.equal(2);
  });

  it("keeps its retention until that is deleted", () => {
    const { call } = aStream();
    const retention = () => call("DescribeLogGroups", {}).logGroups[0].retentionInDays;
    expect(retention()).to.equal(undefined);
    call("PutRetentionPolicy", { logGroupName: GROUP, retentionInDays: 7 });
    expect(retention()).to.equal(7);
    call("DeleteRetentionPolicy", { logGroupName: GROUP });
    expect(retention()).to.equal(undefined);
  });

  it("has tags, by either of its ARNs", () => {
    const { call } = aLogs();
    call("CreateLogGroup", { logGroupName: GROUP, tags: { env: "testing" } });
    call("TagResource", { resourceArn: GROUP_ARN, tags: { test1: "val1", test2: "val2" } });
    call("UntagResource", { resourceArn: `${GROUP_ARN}:*`, tagKeys: ["env", "test1"] });
    expect(call("ListTagsForResource", { resourceArn: GROUP_ARN })).to.deep.equal({ tags: { test2: "val2" } });
  });

  it("is told of when it comes and goes", () => {
    const { call, feed } = aStream();
    call("DeleteLogGroup", { logGroupName: GROUP });
    expect(feed.facts.map(({ kind, group }) => `${kind} ${group}`)).to.deep.equal([
      `LogGroupCreated ${GROUP}`,
      `LogGroupDeleted ${GROUP}`,
    ]);
    expect(call("DescribeLogGroups", {}).logGroups).to.deep.equal([]);
  });

  it("refuses in AWS's words", () => {
    const { call } = aStream();
    const table: [string, object, string][] = [
      [
        "CreateLogGroup",
        { logGroupName: GROUP },
        "ResourceAlreadyExistsException: The specified log group already exists",
      ],
      [
        "CreateLogGroup",
        { logGroupName: "x".repeat(513) },
        "InvalidParameterException: Invalid LogGroup or LogStream, both must have length less than or equal to 512.",
      ],
      [
        "CreateLogGroup",
        { logGroupName: "a b" },
        "InvalidParameterException: 1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
      ],
      [
        "CreateLogGroup",
        { logGroupName: "aws/spans" },
        "InvalidParameterException: Log groups starting with AWS/ are reserved for AWS.",
      ],
      [
        "DeleteLogGroup",
        { logGroupName: "nope" },
        "ResourceNotFoundException: The specified log group does not exist.",
      ],
      [
        "DescribeLogGroups",
        { logGroupNamePrefix: "a", logGroupNamePattern: "b" },
        "InvalidParameterException: LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
      ],
      [
        "DescribeLogGroups",
        { limit: 51 },
        "InvalidParameterException: 1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
      ],
      [
        "PutRetentionPolicy",
        { logGroupName: GROUP, retentionInDays: 2 },
        "InvalidParameterException: 1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]",
      ],
    ];
    for (const [operation, input, words] of table) expect(refusal(() => call(operation, input))).to.equal(words);
  });

  it("carry tags that the older operations know as well", () => {
    const { call } = aStream();
    call("TagLogGroup", { logGroupName: GROUP, tags: { a: "1", b: "2" } });
    call("TagResource", { resourceArn: GROUP_ARN, tags: { c: "3" } });
    call("UntagLogGroup", { logGroupName: GROUP, tags: ["a"] });
    const tags = { b: "2", c: "3" };
    expect(call("ListTagsLogGroup", { logGroupName: GROUP })).to.deep.equal({ tags });
    expect(call("ListTagsForResource", { resourceArn: GROUP_ARN })).to.deep.equal({ tags });
    expect(refusal(() => call("TagLogGroup", { logGroupName: "nowhere", tags: { a: "1" } }))).to.contain(
      "The specified log group does not exist.",
    );
  });

  it("are listed by patterns and classes, in brief", () => {
    const { call } = aStream();
    call("CreateLogGroup", { logGroupName: "seldom", logGroupClass: "INFREQUENT_ACCESS" });
    const names = (input: object) =>
      call("ListLogGroups", input).logGroups.map(({ logGroupName }: { logGroupName: string }) => logGroupName);
    expect(names({})).to.deep.equal([GROUP, "seldom"]);
    expect(names({ logGroupNamePattern: "transform|^no" })).to.deep.equal([GROUP]);
    expect(names({ logGroupNamePattern: "^transform" })).to.deep.equal([]);
    expect(call("ListLogGroups", { logGroupClass: "INFREQUENT_ACCESS" }).logGroups).to.deep.equal([
      {
        logGroupName: "seldom",
        logGroupArn: "arn:aws:logs:us-east-1:111111111111:log-group:seldom",
        logGroupClass: "INFREQUENT_ACCESS",
      },
    ]);
    expect(refusal(() => call("CreateLogGroup", { logGroupName: "x", logGroupClass: "COLD" }))).to.contain(
      "Value 'COLD' at 'logGroupClass' failed to satisfy constraint: Member must satisfy enum value set",
    );
  });

  it("can be given a key, and lose it", () => {
    const { call } = aStream();
    const key = () => call("DescribeLogGroups", {}).logGroups[0].kmsKeyId;
    call("AssociateKmsKey", { logGroupName: GROUP, kmsKeyId: "arn:aws:kms:us-east-1:111111111111:key/k" });
    expect(key()).to.equal("arn:aws:kms:us-east-1:111111111111:key/k");
    call("DisassociateKmsKey", { logGroupName: GROUP });
    expect(key()).to.equal(undefined);
  });
});
