import { expect } from "chai";
import { aLogs, GROUP, GROUP_ARN, STREAM } from "./a-logs.ts";

describe("the Logs house", () => {
  const { house } = aLogs();
  const needs = (operation: string, input: object) =>
    house.needs(operation, input as never).map(({ action, resource }) => `${action} ${resource}`);

  it("asks for groups and streams by the ARNs that AWS's refusals name", () => {
    expect(needs("CreateLogGroup", { logGroupName: GROUP })).to.deep.equal([
      `logs:CreateLogGroup ${GROUP_ARN}:log-stream:`,
    ]);
    expect(needs("PutLogEvents", { logGroupName: GROUP, logStreamName: STREAM })).to.deep.equal([
      `logs:PutLogEvents ${GROUP_ARN}:log-stream:${STREAM}`,
    ]);
    expect(needs("FilterLogEvents", { logGroupIdentifier: GROUP_ARN })).to.deep.equal([
      `logs:FilterLogEvents ${GROUP_ARN}:log-stream:`,
    ]);
    expect(needs("DescribeLogGroups", {})).to.deep.equal([
      "logs:DescribeLogGroups arn:aws:logs:us-east-1:111111111111:log-group::log-stream:",
    ]);
  });

  it("asks for tags by the bare group", () => {
    expect(needs("ListTagsForResource", { resourceArn: `${GROUP_ARN}:*` })).to.deep.equal([
      `logs:ListTagsForResource ${GROUP_ARN}`,
    ]);
    expect(needs("CreateLogGroup", { logGroupName: GROUP, tags: { a: "1" } })).to.deep.equal([
      `logs:CreateLogGroup ${GROUP_ARN}:log-stream:`,
      `logs:TagResource ${GROUP_ARN}`,
    ]);
  });
});
