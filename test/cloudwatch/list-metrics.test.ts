import { expect } from "chai";
import { aCloudWatch, aDatum, DAY, HOUR, refusal } from "./a-cloudwatch.ts";

const aMeasured = () => {
  const lab = aCloudWatch();
  lab.cloudwatch.put([
    aDatum(1),
    aDatum(1, { dimensions: { A: "1" } }),
    aDatum(1, { dimensions: { B: "2", A: "1" } }),
    aDatum(1, { name: "n", dimensions: { A: "2" } }),
    { ...aDatum(1), namespace: "other" },
  ]);
  // biome-ignore lint/suspicious/noExplicitAny: a listed metric
  const name = ({ Namespace, MetricName, Dimensions }: any) =>
    // biome-ignore lint/suspicious/noExplicitAny: a listed dimension
    `${Namespace}/${MetricName} ${Dimensions.map(({ Name, Value }: any) => `${Name}=${Value}`)}`.trim();
  return { ...lab, list: (input: object = {}): string[] => lab.operate("ListMetrics", input).Metrics.map(name) };
};

describe("ListMetrics", () => {
  const table: [input: object, metrics: string[]][] = [
    [{}, ["lab/m", "lab/m A=1", "lab/m A=1,B=2", "lab/n A=2", "other/m"]],
    [{ Namespace: "lab", MetricName: "m" }, ["lab/m", "lab/m A=1", "lab/m A=1,B=2"]],
    [{ Namespace: "la" }, []],
    [{ Dimensions: [{ Name: "A" }] }, ["lab/m A=1", "lab/m A=1,B=2", "lab/n A=2"]],
    [{ Dimensions: [{ Name: "A", Value: "1" }] }, ["lab/m A=1", "lab/m A=1,B=2"]],
    [{ Dimensions: [{ Name: "A", Value: "1" }, { Name: "B" }] }, ["lab/m A=1,B=2"]],
  ];
  for (const [input, metrics] of table) {
    it(`finds ${metrics.join("; ") || "nothing"} by ${JSON.stringify(input)}`, () => {
      expect(aMeasured().list(input)).to.deep.equal(metrics);
    });
  }

  it("forgets metrics after two weeks without data, and the less active ones after three hours when asked", async () => {
    const { list, cloudwatch, pass } = aMeasured();
    await pass(4 * HOUR);
    cloudwatch.put([aDatum(2)]);
    expect(list({ RecentlyActive: "PT3H" })).to.deep.equal(["lab/m"]);
    expect(list()).to.have.length(5);
    await pass(14 * DAY - HOUR);
    expect(list()).to.deep.equal(["lab/m"]);
  });

  it("lists five hundred at once", () => {
    const { cloudwatch, operate } = aCloudWatch();
    cloudwatch.put(Array.from({ length: 501 }, (_, i) => aDatum(1, { name: `m${i}` })));
    const first = operate("ListMetrics", {});
    const rest = operate("ListMetrics", { NextToken: first.NextToken });
    expect([first.Metrics.length, rest.Metrics.length]).to.deep.equal([500, 1]);
    expect(rest).not.to.have.property("NextToken");
    expect(refusal(() => operate("ListMetrics", { NextToken: "?" })).code).to.equal("InvalidParameterValue");
  });
});
