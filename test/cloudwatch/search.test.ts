import { expect } from "chai";
import { MathError } from "../../cloud/cloudwatch/math/error.ts";
import { parseSearch } from "../../cloud/cloudwatch/math/search.ts";
import type { Dimension, Identity } from "../../cloud/cloudwatch/metrics/metric.ts";

const aMetric = (path: string, dimensions: Record<string, string> = {}): Identity => {
  const [namespace, name] = path.split(":") as [string, string];
  return { namespace, name, dimensions: Object.entries(dimensions) as Dimension[] };
};

const METRICS: Record<string, Identity> = {
  errors: aMetric("AWS/Lambda:Errors", { FunctionName: "transform" }),
  duration: aMetric("AWS/Lambda:Duration", { FunctionName: "transform" }),
  live: aMetric("AWS/Lambda:Errors", { FunctionName: "transform", Resource: "transform:live" }),
  other: aMetric("AWS/Lambda:Errors", { FunctionName: "archive" }),
  account: aMetric("AWS/Lambda:Errors"),
  sent: aMetric("AWS/SQS:NumberOfMessagesSent", { QueueName: "deliveries" }),
};

const found = (terms: string) => {
  const matches = parseSearch(terms);
  return Object.keys(METRICS).filter((key) => matches(METRICS[key]!));
};

describe("A search expression", () => {
  const table: [terms: string, found: string[]][] = [
    ["{AWS/Lambda,FunctionName}", ["errors", "duration", "other"]],
    ['{AWS/Lambda,FunctionName} MetricName="Errors"', ["errors", "other"]],
    ['{AWS/Lambda, Resource, "FunctionName"}', ["live"]],
    ["{AWS/Lambda}", ["account"]],
    ['Namespace="AWS/Lambda" MetricName="Errors"', ["errors", "live", "other", "account"]],
    ['MetricName=("Duration" OR "NumberOfMessagesSent")', ["duration", "sent"]],
    ['FunctionName="transform" NOT Resource="transform:live"', ["errors", "duration"]],
    ['FunctionName="trans"', []],
    ["FunctionName=trans", []],
    ["FunctionName=Transform", ["errors", "duration", "live"]],
    ["numberofmessages", ["sent"]],
    ["of messages", ["sent"]],
    ["ofmess", []],
    ["MetricName=messages", ["sent"]],
    ["LIVE", ["live"]],
    ['"Errors"', ["errors", "live", "other", "account"]],
    ["duration OR archive", ["duration", "other"]],
    ["errors AND archive", ["other"]],
    ["(duration OR sent) {AWS/SQS,QueueName}", ["sent"]],
  ];
  for (const [terms, keys] of table) {
    it(`${terms} finds ${keys.join(", ") || "nothing"}`, () => {
      expect(found(terms)).to.deep.equal(keys);
    });
  }

  const wrong: [terms: string, message: string][] = [
    ["", "A search expression needs a search term"],
    ["(a", "Missing ')' in search expression"],
    ["a )", "Unexpected ')' in search expression"],
    ["MetricName=", "Unexpected end of search expression"],
    ['MetricName="x', "Invalid search expression at position 11"],
  ];
  for (const [terms, message] of wrong) {
    it(`is refused when it is ${JSON.stringify(terms)}: ${message}`, () => {
      expect(() => found(terms)).to.throw(MathError, message);
    });
  }
});
