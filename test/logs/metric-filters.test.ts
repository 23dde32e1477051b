import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aStream, type Caller, GROUP, refusal, STREAM } from "./a-logs.ts";

const MINUTE = 60_000;

/** Puts a filter on the group whose metric is `Lab/NAME`. */
function putFilter(call: Caller, filterName: string, filterPattern: string, more: object = {}) {
  const transformation = { metricNamespace: "Lab", metricName: filterName, metricValue: "1", ...more };
  call("PutMetricFilter", { logGroupName: GROUP, filterName, filterPattern, metricTransformations: [transformation] });
}

function write(call: Caller, messages: readonly string[], timestamp = EPOCH) {
  const logEvents = messages.map((message) => ({ timestamp, message }));
  call("PutLogEvents", { logGroupName: GROUP, logStreamName: STREAM, logEvents });
}

describe("a metric filter", () => {
  it("counts the events that match, at their own time", () => {
    const { call, published } = aStream();
    putFilter(call, "errors", "ERROR", { unit: "Count" });
    write(call, ["ERROR one", "fine", "ERROR two"], EPOCH - MINUTE);
    const datum = { namespace: "Lab", name: "errors", dimensions: {}, value: 1, unit: "Count", at: EPOCH - MINUTE };
    expect(published).to.deep.equal([datum, datum]);
  });

  it("hears of a function's lines too", () => {
    const { call, service, published } = aStream();
    putFilter(call, "errors", "ERROR");
    service.append(GROUP, STREAM, [{ timestamp: EPOCH, message: "ERROR" }]);
    expect(published.map(({ value, unit }) => [value, unit])).to.deep.equal([[1, "None"]]);
  });

  it("takes its value and its dimensions out of JSON", () => {
    const { call, published } = aStream();
    putFilter(call, "latency", "{ $.latency = * }", { metricValue: "$.latency", dimensions: { Op: "$.op" } });
    write(call, ['{"latency":12.5,"op":"read"}', '{"latency":"slow","op":"read"}', '{"latency":3}', "plain"]);
    expect(published.map(({ value, dimensions }) => [value, dimensions])).to.deep.equal([[12.5, { Op: "read" }]]);
  });

  it("takes them out of fields", () => {
    const { call, published } = aStream();
    putFilter(call, "bytes", "[server, bytes > 100]", { metricValue: "$bytes", dimensions: { Server: "$server" } });
    write(call, ["a 101", "b 99"]);
    expect(published.map(({ value, dimensions }) => [value, dimensions])).to.deep.equal([[101, { Server: "a" }]]);
  });

  it("counts its default value once in a minute without a match", () => {
    const { call, published } = aStream();
    putFilter(call, "errors", "ERROR", { defaultValue: 0 });
    write(call, ["fine"]);
    write(call, ["fine again"], EPOCH + 1000);
    write(call, ["ERROR"], EPOCH + MINUTE);
    write(call, ["fine"], EPOCH + MINUTE + 1000);
    expect(published.map(({ value, at }) => [value, at! - EPOCH])).to.deep.equal([
      [0, 0],
      [1, MINUTE],
    ]);
  });

  it("is shown as it was put, by group, prefix or metric, and counted in its group", () => {
    const { call } = aStream();
    putFilter(call, "b", " ", { defaultValue: 0 });
    putFilter(call, "a", "ERROR");
    const names = (input: object) =>
      call("DescribeMetricFilters", input).metricFilters.map(({ filterName }: { filterName: string }) => filterName);
    expect(names({})).to.deep.equal(["a", "b"]);
    expect(names({ filterNamePrefix: "a" })).to.deep.equal(["a"]);
    expect(names({ metricName: "b", metricNamespace: "Lab" })).to.deep.equal(["b"]);
    expect(names({ metricName: "b", metricNamespace: "Other" })).to.deep.equal([]);
    expect(call("DescribeMetricFilters", { logGroupName: GROUP, filterNamePrefix: "b" }).metricFilters).to.deep.equal([
      {
        filterName: "b",
        filterPattern: " ",
        logGroupName: GROUP,
        creationTime: EPOCH,
        applyOnTransformedLogs: false,
        metricTransformations: [{ metricNamespace: "Lab", metricName: "b", metricValue: "1", defaultValue: 0 }],
      },
    ]);
    expect(call("DescribeLogGroups", {}).logGroups[0].metricFilterCount).to.equal(2);
  });

  it("counts no more once it is deleted", () => {
    const { call, published } = aStream();
    putFilter(call, "errors", "ERROR");
    call("DeleteMetricFilter", { logGroupName: GROUP, filterName: "errors" });
    write(call, ["ERROR"]);
    expect(published).to.deep.equal([]);
    expect(refusal(() => call("DeleteMetricFilter", { logGroupName: GROUP, filterName: "errors" }))).to.equal(
      "ResourceNotFoundException: The specified metric filter does not exist.",
    );
  });

  it("is refused in AWS's words", () => {
    const { call } = aStream();
    const words = (work: () => void) => refusal(work).replace("InvalidParameterException: ", "");
    const long = "X".repeat(1025);
    expect(words(() => putFilter(call, long, "p"))).to.match(/at 'filterName' .* less than or equal to 512$/);
    expect(words(() => putFilter(call, "f", long))).to.match(/at 'filterPattern' .* less than or equal to 1024$/);
    expect(words(() => call("DescribeMetricFilters", { filterNamePrefix: long }))).to.contain("'filterNamePrefix'");
    expect(words(() => call("DescribeMetricFilters", { metricName: long }))).to.match(/less than or equal to 255$/);
    const one = { metricName: "m", metricNamespace: "n", metricValue: "1" };
    const put = (metricTransformations: object[]) =>
      call("PutMetricFilter", { logGroupName: GROUP, filterName: "f", filterPattern: "p", metricTransformations });
    const shown =
      "MetricTransformation(metricName=m, metricNamespace=n, metricValue=1, defaultValue=null, unit=null, dimensions=null)";
    expect(words(() => put([one, one]))).to.equal(
      `1 validation error detected: Value '[${shown}, ${shown}]' at 'metricTransformations' failed to satisfy constraint: Member must have length less than or equal to 1`,
    );
    const dimensions = { Op: "$.op" };
    expect(words(() => putFilter(call, "f", "{ $.op = * }", { dimensions, defaultValue: 0 }))).to.equal(
      "Invalid metric transformation: dimensions and default value are mutually exclusive properties",
    );
    expect(words(() => putFilter(call, "f", "ERROR", { dimensions }))).to.equal(
      "The specified filter pattern does not support dimensions",
    );
    expect(words(() => putFilter(call, "f", "[a, b]", { metricValue: "$c" }))).to.contain("$c is not in the pattern");
  });

  it("can be tried", () => {
    const { call } = aStream();
    const trial = (filterPattern: string, ...logEventMessages: string[]) =>
      call("TestMetricFilter", { filterPattern, logEventMessages }).matches;
    expect(trial("[w1=ERROR, w2]", "INFO x", "ERROR y")).to.deep.equal([
      { eventNumber: 1, eventMessage: "ERROR y", extractedValues: { $w1: "ERROR", $w2: "y" } },
    ]);
    expect(trial("{ $.a = 1 }", '{"a":1}')).to.deep.equal([
      { eventNumber: 0, eventMessage: '{"a":1}', extractedValues: {} },
    ]);
    expect(refusal(() => trial("x"))).to.contain("'logEventMessages'");
  });
});
