import { expect } from "chai";
import { ACCOUNT, aCloudWatch, aDatum, aQuery, MINUTE, minutes, refusal } from "./a-cloudwatch.ts";

/** Placeholders are written `<MAX>` here: in a string, `$` and a brace look like a forgotten template. */
const dynamic = (text: string) => text.replaceAll("<", "$".concat("{")).replaceAll(">", "}");

/** What a label becomes over the sums 3, 1 and 2 of three minutes. */
function labelled(Label: string, values: readonly number[] = [3, 1, 2]) {
  const { cloudwatch, operate } = aCloudWatch();
  cloudwatch.put(values.map((value, minute) => aDatum(value, { at: minute * MINUTE })));
  return operate("GetMetricData", { MetricDataQueries: [aQuery("q", { Label })], ...minutes(5) }).MetricDataResults[0]
    .Label;
}

describe("A dynamic label", () => {
  const table: [label: string, becomes: string][] = [
    ["errors", "errors"],
    ["<LABEL> [max: <MAX>, last: <LAST>]", "m [max: 3, last: 2]"],
    ["<MIN> <AVG> <SUM> <DATAPOINT_COUNT>", "1 2 6 3"],
    ["<FIRST> <FIRST_LAST_RANGE> <MIN_MAX_RANGE>", "3 -1 2"],
    ["<FIRST_TIME>", "2026-01-01T00:00:00.000Z"],
    ["<MIN_TIME> <MAX_TIME> <LAST_TIME>", "2026-01-01T00:01:00.000Z 2026-01-01T00:00:00.000Z 2026-01-01T00:02:00.000Z"],
    ["<PROP('Namespace')>/<PROP('MetricName')> <PROP('Stat')> <PROP('Period')>", "lab/m Sum 60"],
    ["<PROP('AccountId')> <PROP('Region')>", `${ACCOUNT} us-east-1`],
    ["<PROP('Dim.Nobody')> <UNKNOWN>", "<PROP('Dim.Nobody')> <UNKNOWN>"],
  ];
  for (const [label, becomes] of table) {
    it(`${label} becomes ${becomes}`, () => {
      expect(labelled(dynamic(label))).to.equal(dynamic(becomes));
    });
  }

  it("says nothing of values that are not there", () => {
    expect(labelled(dynamic("<MAX> of <DATAPOINT_COUNT>"), [])).to.equal(dynamic("<MAX> of 0"));
  });

  it("applies to each series of a search, and tells of a dimension", () => {
    const { cloudwatch, operate } = aCloudWatch();
    for (const QueueName of ["a", "b"]) cloudwatch.put([aDatum(1, { dimensions: { QueueName } })]);
    const search = { Id: "s", Expression: "SEARCH('{lab,QueueName} m', 'Sum', 60)", Label: dynamic("<LABEL>: <SUM>") };
    const metric = { Namespace: "lab", MetricName: "m", Dimensions: [{ Name: "QueueName", Value: "a" }] };
    const one = {
      Id: "m1",
      MetricStat: { Metric: metric, Period: 60, Stat: "Sum" },
      Label: dynamic("<PROP('Dim.QueueName')>"),
    };
    const { MetricDataResults } = operate("GetMetricData", { MetricDataQueries: [search, one], ...minutes(5) });
    const labels = MetricDataResults.map(({ Label }: { Label: string }) => Label);
    expect(labels).to.deep.equal(["a: 1", "b: 1", "a"]);
  });
});

describe("What CloudWatch refuses to be asked", () => {
  const range = minutes(5);
  const refused = (operation: string, input: object) => refusal(() => aCloudWatch().operate(operation, input));

  it("is every wrong id at once", () => {
    const MetricDataQueries = [aQuery("A"), aQuery("ok"), aQuery("5xx")];
    expect(refused("GetMetricData", { MetricDataQueries, ...range })).to.include({
      code: "ValidationError",
      message: [
        "The value A for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.",
        "The value 5xx for parameter MetricDataQueries.member.3.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.",
      ].join("\n"),
    });
  });

  it("is an order, a unit or a page that it does not have", () => {
    const one = { MetricDataQueries: [aQuery("q")], ...range };
    expect(refused("GetMetricData", { ...one, ScanBy: "Sideways" }).message).to.contain("'scanBy'");
    expect(refused("GetMetricData", { ...one, MaxDatapoints: 0 }).code).to.equal("ValidationError");
    const statistics = { Namespace: "lab", MetricName: "m", Period: 60, Statistics: ["Sum"], ...range };
    expect(refused("GetMetricStatistics", { ...statistics, Unit: "Furlongs" }).message).to.match(
      /^The parameter Unit must be a value in the set \[ Megabits, /,
    );
    const Dimensions = Array.from({ length: 11 }, (_, i) => ({ Name: `d${i}` }));
    expect(refused("ListMetrics", { Dimensions }).code).to.equal("InvalidParameterValue");
    expect(refused("DescribeAlarms", { MaxRecords: 101 }).message).to.equal(
      "1 validation error detected: Value '101' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to 100",
    );
    expect(refused("DescribeAlarms", { StateValue: "FINE" }).message).to.contain("at 'stateValue' failed to satisfy");
  });
});

describe("A name of a metric", () => {
  const put = (Namespace: string, more: object = {}) =>
    refusal(() =>
      aCloudWatch().operate("PutMetricData", { Namespace, MetricData: [{ MetricName: "m", Value: 1, ...more }] }),
    );
  const path = "MetricData.member.1.Dimensions.member.1";

  it("leaves AWS's namespaces to AWS", () => {
    expect(put("AWS/SQS")).to.deep.include({
      code: "InvalidParameterValue",
      message: "The value AWS/ for parameter Namespace is invalid.",
    });
    expect(put(":lab").message).to.equal("The value : for parameter Namespace is invalid.");
  });

  it("is ASCII, and not too long, both said at once", () => {
    expect(put("n".repeat(256)).message).to.equal("The parameter Namespace must be shorter than 256 characters.");
    expect(put("lab", { MetricName: "m".repeat(256) }).message).to.equal(
      "The parameter MetricData.member.1.MetricName must be shorter than 256 characters.",
    );
    expect(put("lab", { Dimensions: [{ Name: "d", Value: "é".repeat(1025) }] }).message).to.equal(
      `The value for parameter ${path}.Value contains non-ASCII characters.\nThe parameter ${path}.Value must be shorter than 1025 characters.`,
    );
    expect(put("lab", { Dimensions: [{ Name: ":d", Value: "v" }] }).message).to.equal(
      `The value : for parameter ${path}.Name is invalid.`,
    );
  });
});
