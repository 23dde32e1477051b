import { expect } from "chai";
import { compileCondition, readOperator } from "../../cloud/iam/condition.ts";
import { type Context, type Principal, RequestContext } from "../../cloud/iam/request.ts";
import { ana, anonymous, aService, root, session, variable } from "./policies.ts";

function holds(operator: string, expected: string | string[], value?: string | string[], principal = ana): boolean {
  const context = new RequestContext({
    principal,
    action: "a:b",
    resource: "*",
    context: value === undefined ? {} : { "test:key": value },
  });
  return compileCondition(operator, "test:key", [expected].flat(), { variables: true }).holds(context);
}

type Row = [operator: string, expected: string | string[], value: string | string[] | undefined, verdict: boolean];

function table(rows: readonly Row[]): void {
  for (const [operator, expected, value, verdict] of rows) {
    it(`${operator} ${JSON.stringify(expected)} ${verdict ? "holds" : "does not hold"} for ${JSON.stringify(value) ?? "no key"}`, () => {
      expect(holds(operator, expected, value)).to.equal(verdict);
    });
  }
}

describe("A condition on one value", () => {
  table([
    ["StringEquals", "a", "a", true],
    ["StringEquals", "a", "A", false],
    ["StringEquals", ["a", "b"], "b", true],
    ["StringEquals", "a*", "abc", false],
    ["StringEquals", "a*", "a*", true],
    ["StringEquals", variable("aws:username"), "ana", true],
    ["StringNotEquals", ["a", "b"], "b", false],
    ["StringNotEquals", ["a", "b"], "c", true],
    ["StringNotEquals", variable("aws:SourceArn"), "c", true],
    ["StringEqualsIgnoreCase", "AbC", "aBc", true],
    ["StringEqualsIgnoreCase", variable("aws:username"), "ANA", true],
    ["StringNotEqualsIgnoreCase", "AbC", "aBc", false],
    ["StringLike", "home/*", "home/a", true],
    ["StringLike", "home/?", "home/ab", false],
    ["StringNotLike", "home/*", "away/a", true],
    ["NumericEquals", "10", "10.0", true],
    ["NumericNotEquals", "10", "11", true],
    ["NumericLessThan", "10", "9", true],
    ["NumericLessThan", "10", "10", false],
    ["NumericLessThanEquals", "10", "10", true],
    ["NumericGreaterThan", "9", "10", true],
    ["NumericGreaterThanEquals", "10", "9", false],
    ["NumericLessThan", "10", "many", false],
    ["DateEquals", "2026-01-01T00:00:00Z", "1767225600", true],
    ["DateNotEquals", "2026-01-01T00:00:00Z", "1767225601", true],
    ["DateLessThan", "2026-01-01T00:05:00Z", "2026-01-01T00:04:59.999Z", true],
    ["DateLessThan", "2026-01-01T00:05:00Z", "2026-01-01T00:05:00Z", false],
    ["DateLessThanEquals", "2026-01-01T00:05:00Z", "2026-01-01T01:05:00+01:00", true],
    ["DateGreaterThan", "2026-01-01", "2026-01-01T00:00:01Z", true],
    ["DateGreaterThanEquals", "2026-01", "2025-12-31T23:59:59Z", false],
    ["DateGreaterThan", "2026-01-01T00:00:00Z", "tomorrow", false],
    ["Bool", "true", "true", true],
    ["Bool", "True", "true", true],
    ["Bool", "false", "true", false],
    ["BinaryEquals", "QmluYXJ5", "QmluYXJ5", true],
    ["BinaryEquals", "QmluYXJ5", "YmluYXJ5", false],
    ["IpAddress", "203.0.113.0/24", "203.0.113.255", true],
    ["IpAddress", "203.0.113.0/24", "203.0.114.0", false],
    ["IpAddress", "127.0.0.1", "127.0.0.1", true],
    ["IpAddress", "127.0.0.1", "::ffff:127.0.0.1", true],
    ["IpAddress", "0.0.0.0/0", "8.8.8.8", true],
    ["IpAddress", "0.0.0.0/0", "::1", false],
    ["IpAddress", "2001:db8:1234:5678::/64", "2001:DB8:1234:5678:9:a:b:c", true],
    ["IpAddress", "2001:db8:1234:5678::/64", "2001:db8:1234:5679::1", false],
    ["IpAddress", "203.0.113.0/24", "here", false],
    ["NotIpAddress", "203.0.113.0/24", "198.51.100.1", true],
    ["ArnEquals", "arn:aws:sns:*:1:converted*", "arn:aws:sns:eu-west-1:1:converted-lab", true],
    ["ArnLike", "arn:aws:s3:::documents", "arn:aws:s3:::other", false],
    ["ArnNotLike", "arn:aws:s3:::documents", "arn:aws:s3:::other", true],
    ["ArnNotEquals", "arn:aws:s3:::documents", "arn:aws:s3:::documents", false],
    ["Null", "true", "a", false],
    ["Null", "false", "a", true],
    ["Null", "false", "", true],
  ]);
});

describe("A condition on a missing key", () => {
  table([
    ["StringEquals", "a", undefined, false],
    ["StringLike", "*", undefined, false],
    ["StringNotEquals", "a", undefined, true],
    ["StringNotLike", "a", undefined, true],
    ["ArnLike", "arn:aws:s3:::documents", undefined, false],
    ["ArnNotEquals", "arn:aws:s3:::documents", undefined, true],
    ["NumericNotEquals", "1", undefined, true],
    ["NumericLessThan", "1", undefined, false],
    ["DateLessThan", "2026", undefined, false],
    ["NotIpAddress", "127.0.0.1", undefined, true],
    ["IpAddress", "127.0.0.1", undefined, false],
    ["Bool", "false", undefined, false],
    ["StringEqualsIfExists", "a", undefined, true],
    ["StringEqualsIfExists", "a", "b", false],
    ["StringNotEqualsIfExists", "a", undefined, true],
    ["BoolIfExists", "false", undefined, true],
    ["Null", "true", undefined, true],
    ["Null", "false", undefined, false],
    ["Null", "true", [], true],
    ["StringEquals", "a", [], false],
  ]);
});

describe("A condition on many values", () => {
  table([
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "b"], true],
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"], false],
    ["ForAllValues:StringEquals", ["a", "b"], [], true],
    ["ForAllValues:StringEquals", ["a", "b"], undefined, true],
    ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "d"], true],
    ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "a"], false],
    ["ForAnyValue:StringEquals", ["a", "b"], ["c", "b"], true],
    ["ForAnyValue:StringEquals", ["a", "b"], ["c", "d"], false],
    ["ForAnyValue:StringEquals", ["a", "b"], undefined, false],
    ["ForAnyValue:StringNotEquals", ["a", "b"], ["a", "c"], true],
    ["ForAnyValue:StringNotEquals", ["a", "b"], ["a", "b"], false],
    ["ForAnyValue:StringNotEquals", "a", undefined, false],
    ["ForAnyValue:StringLikeIfExists", "a*", undefined, true],
    ["ForAnyValue:StringLike", "Created*", "CreatedBy", true],
    ["StringEquals", "a", ["a", "b"], true],
    ["StringNotEquals", "a", ["a", "b"], false],
  ]);
});

describe("Condition operators", () => {
  it("are known by their exact names only", () => {
    const unknown = [
      "stringEquals",
      "Equals",
      "NullIfExists",
      "ForAnyValue::StringEquals",
      "ForSomeValues:Bool",
      "BoolNot",
      "",
    ];
    expect(unknown.filter((name) => readOperator(name))).to.deep.equal([]);
  });
});

describe("The request context", () => {
  const get = (key: string, principal: Principal, context: Context = {}) =>
    new RequestContext({ principal, action: "a:b", resource: "*", context }).get(key);

  it("finds keys whatever the case of their letters", () => {
    expect(get("AWS:sourcearn", ana, { "aws:SourceArn": "arn:a" })).to.equal("arn:a");
  });

  it("notes keys asked for in vain, once", () => {
    const context = new RequestContext({ principal: ana, action: "a:b", resource: "*", context: {} });
    for (const key of ["aws:SourceArn", "aws:username", "aws:SourceArn"]) context.get(key);
    expect(context.missing).to.deep.equal(["aws:SourceArn"]);
  });

  it("knows nothing that is not an entry of its own", () => {
    expect(get("constructor", ana)).to.equal(undefined);
  });

  const table: [key: string, values: (string | undefined)[]][] = [
    ["aws:PrincipalArn", [ana.arn, session.roleArn, root.arn, undefined, undefined]],
    ["aws:PrincipalAccount", [ana.accountId, session.accountId, root.accountId, undefined, undefined]],
    ["aws:PrincipalType", ["User", "AssumedRole", "Account", "Anonymous", undefined]],
    ["aws:userid", [ana.userId, session.userId, root.accountId, "anonymous", undefined]],
    ["aws:username", ["ana", undefined, undefined, undefined, undefined]],
    ["aws:PrincipalIsAWSService", ["false", "false", "false", undefined, "true"]],
    ["aws:PrincipalServiceName", [undefined, undefined, undefined, undefined, "s3.amazonaws.com"]],
  ];
  for (const [key, values] of table) {
    it(`tells ${key} of users, roles, root, strangers and services`, () => {
      const principals = [ana, session, root, anonymous, aService("s3.amazonaws.com")];
      expect(principals.map((principal) => get(key, principal))).to.deep.equal(values);
    });
  }

  it("tells a principal's tags", () => {
    const tagged = { ...ana, tags: { Department: "Data" } };
    expect(get("aws:PrincipalTag/department", tagged)).to.equal("Data");
    expect(get("aws:PrincipalTag/Team", tagged)).to.equal(undefined);
  });
});
