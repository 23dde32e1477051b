import { expect } from "chai";
import { ACCOUNT, aCloudWatch, EPOCH, MINUTE } from "./a-cloudwatch.ts";

const BODY = '{"widgets":[{"type":"text","x":0,"y":0,"width":6,"height":6,"properties":{"markdown":"# Grüße"}}]}';

const aShelf = () => {
  const lab = aCloudWatch();
  const put = (DashboardName: string, DashboardBody = BODY, more = {}) =>
    lab.operate("PutDashboard", { DashboardName, DashboardBody, ...more });
  const names = (input: object = {}): string[] =>
    lab
      .operate("ListDashboards", input)
      .DashboardEntries.map((entry: { DashboardName: string }) => entry.DashboardName);
  return { ...lab, put, names };
};

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly extra: Readonly<Record<string, unknown>>;
}

const refusal = (work: () => unknown): Refusal => {
  try {
    work();
  } catch (error) {
    return error as Refusal;
  }
  throw new Error("the operation was not refused");
};

const aMetricWidget = (properties: object) => ({ type: "metric", properties: { region: "us-east-1", ...properties } });
const aBody = (...widgets: unknown[]) => JSON.stringify({ widgets });
const aGraph = (...metrics: unknown[]) => aBody(aMetricWidget({ metrics }));

type Found = [path: string, message: string][];

/** What is wrong with a body, or what is only odd about it. */
const errors = (body: string): Found => {
  const { extra } = refusal(() => aShelf().put("d", body));
  const messages = extra.dashboardValidationMessages as { DataPath: string; Message: string }[];
  return messages.map(({ DataPath, Message }) => [DataPath, Message]);
};

describe("A dashboard", () => {
  it("is given back as it was put, letter for letter, by an ARN without a region", () => {
    const { put, operate } = aShelf();
    expect(put("d-1_x")).to.deep.equal({ DashboardValidationMessages: [] });
    expect(operate("GetDashboard", { DashboardName: "d-1_x" })).to.deep.equal({
      DashboardArn: `arn:aws:cloudwatch::${ACCOUNT}:dashboard/d-1_x`,
      DashboardBody: BODY,
      DashboardName: "d-1_x",
    });
  });

  it("is listed by name, with its size in bytes and the time it was last put", async () => {
    const { put, operate, names, pass } = aShelf();
    for (const name of ["b", "a2", "a1"]) put(name);
    await pass(MINUTE);
    put("a1", '{"widgets":[]}');
    expect(names()).to.deep.equal(["a1", "a2", "b"]);
    expect(names({ DashboardNamePrefix: "a" })).to.deep.equal(["a1", "a2"]);
    const [first, second] = operate("ListDashboards", {}).DashboardEntries;
    expect(first).to.deep.equal({
      DashboardName: "a1",
      DashboardArn: `arn:aws:cloudwatch::${ACCOUNT}:dashboard/a1`,
      LastModified: new Date(EPOCH + MINUTE),
      Size: 14,
    });
    expect(second.Size).to.equal(BODY.length + 2);
  });

  it("is not found when it does not exist", () => {
    const { operate } = aShelf();
    const { code, status } = refusal(() => operate("GetDashboard", { DashboardName: "d" }));
    // The query protocol's code of this shape is ResourceNotFound.
    expect([code, status]).to.deep.equal(["DashboardNotFoundError", 404]);
  });

  it("is deleted together with all that are named, or none of them is", () => {
    const { put, operate, names } = aShelf();
    for (const name of ["a", "b", "c"]) put(name);
    const remove = (...DashboardNames: string[]) => operate("DeleteDashboards", { DashboardNames });
    expect(refusal(() => remove("a", "unknown", "b")).code).to.equal("DashboardNotFoundError");
    expect(names()).to.deep.equal(["a", "b", "c"]);
    expect(remove("a", "b", "a")).to.deep.equal({});
    expect(names()).to.deep.equal(["c"]);
  });

  it("tells the feed when it is put and when it is gone", () => {
    const { put, operate, feed } = aShelf();
    put("d");
    operate("DeleteDashboards", { DashboardNames: ["d"] });
    expect(feed.facts).to.deep.equal([
      { at: EPOCH, kind: "DashboardPut", dashboard: "d" },
      { at: EPOCH, kind: "DashboardDeleted", dashboard: "d" },
    ]);
  });

  it("has a name of letters, digits, dashes and underscores", () => {
    const { put } = aShelf();
    for (const name of ["a b", "a.b", "", "x".repeat(256)]) {
      const { code, message, status } = refusal(() => put(name));
      expect({ code, message, status }).to.deep.equal({
        code: "InvalidParameterValue",
        message:
          "The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).",
        status: 400,
      });
    }
  });
});

describe("A dashboard's body", () => {
  it("must be a JSON object", () => {
    for (const body of ["", "{", "[]", '"text"', "null"]) {
      const { code, message } = refusal(() => aShelf().put("d", body));
      expect([code, message]).to.deep.equal([
        "InvalidParameterInput",
        "The field DashboardBody must be a valid JSON object",
      ]);
    }
  });

  it("is refused with all that is wrong with it, as JSON within the message", () => {
    const { code, message, status, extra } = refusal(() =>
      aShelf().put("d", aBody({ type: "metric", properties: {} })),
    );
    expect([code, status]).to.deep.equal(["InvalidParameterInput", 400]);
    expect(message).to.equal(
      `The dashboard body is invalid, there are 3 validation errors:
[
  {
    "dataPath": "/widgets/0/properties",
    "message": "Should have required property 'metrics'"
  },
  {
    "dataPath": "/widgets/0/properties",
    "message": "The metric widget should have specified a region and a data source or an alarm annotation"
  },
  {
    "dataPath": "/widgets/0/properties",
    "message": "Should have required property 'annotations'"
  }
]`,
    );
    expect(extra.dashboardValidationMessages).to.have.length(3);
  });

  it("is not stored when it is refused", () => {
    const { put, names } = aShelf();
    refusal(() => put("d", "{}"));
    expect(names()).to.deep.equal([]);
  });

  const text = { type: "text", properties: { markdown: "" } };
  const wrong: [what: string, body: string, found: Found][] = [
    ["widgets are missing", "{}", [["", "Should have required property 'widgets'"]]],
    ["widgets are no array", '{"widgets":{}}', [["/widgets", "Should be array"]]],
    ["a widget is no object", aBody(1), [["/widgets/0", "Should be object"]]],
    [
      "a widget has neither type nor properties",
      aBody({}),
      [
        ["/widgets/0", "Should have required property 'type'"],
        ["/widgets/0", "Should have required property 'properties'"],
      ],
    ],
    [
      "a widget lies outside the page",
      aBody({ ...text, x: 24, y: -1, width: 25, height: 1001 }),
      [
        ["/widgets/0/x", "Should be <= 23"],
        ["/widgets/0/y", "Should be >= 0"],
        ["/widgets/0/width", "Should be <= 24"],
        ["/widgets/0/height", "Should be <= 1000"],
      ],
    ],
    ["a widget has half a column", aBody({ ...text, width: 0.5 }), [["/widgets/0/width", "Should be integer"]]],
    [
      "a text widget has no text",
      aBody({ type: "text", properties: {} }),
      [["/widgets/0/properties", "Should have required property 'markdown'"]],
    ],
    [
      "an alarm widget has no alarms",
      aBody({ type: "alarm", properties: {} }),
      [["/widgets/0/properties", "Should have required property 'alarms'"]],
    ],
    [
      "a metric widget has no region",
      aBody({ type: "metric", properties: { metrics: [] } }),
      [
        [
          "/widgets/0/properties",
          "The metric widget should have specified a region and a data source or an alarm annotation",
        ],
      ],
    ],
    [
      "metrics are no array",
      aBody(aMetricWidget({ metrics: {} })),
      [["/widgets/0/properties/metrics", "Should be array"]],
    ],
    [
      "a period is no period",
      aBody(aMetricWidget({ metrics: [], period: 45 })),
      ["Should be >= 60", "Should be multiple of 60", "Should match exactly one schema in oneOf"].map((message) => [
        "/widgets/0/properties/period",
        message,
      ]),
    ],
    [
      "a period is no whole minute",
      aBody(aMetricWidget({ metrics: [], period: 90 })),
      ["Should be multiple of 60", "Should match exactly one schema in oneOf"].map((message) => [
        "/widgets/0/properties/period",
        message,
      ]),
    ],
    [
      "the bounds of an axis are in the wrong order",
      aBody(aMetricWidget({ metrics: [], yAxis: { left: { min: 100, max: 10 }, right: { min: 0, max: 1 } } })),
      ["Should be <= 10", "Should be >= 100"].map((message) => ["/widgets/0/properties/yAxis/left", message]),
    ],
    [
      "a widget's statistic is unknown",
      aBody(aMetricWidget({ metrics: [], stat: "Avg" })),
      [
        [
          "/widgets/0/properties/stat",
          'Should match pattern "^((SampleCount|Average|Sum|Minimum|Maximum|IQM)|(p|tc|tm|ts|wm)..."',
        ],
      ],
    ],
    [
      "an alarm widget's alarms are none",
      aBody({ type: "alarm", properties: { alarms: [] } }),
      [["/widgets/0/properties/alarms", "Should NOT have less than 1 items"]],
    ],
    [
      "a colour is a name",
      aGraph(["ECSLogs", "Errors", { color: "red" }]),
      [["/widgets/0/properties/metrics/0", "Should NOT have more than 2 items"]],
    ],
    [
      "a row was flattened",
      aGraph("AWS/SQS", "Sent"),
      [0, 1].flatMap((i) => [
        [`/widgets/0/properties/metrics/${i}`, "Should be array"],
        [
          `/widgets/0/properties/metrics/${i}`,
          'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element',
        ],
      ]),
    ],
    [
      "dimensions came as an object",
      aGraph(["AWS/Lambda", "Errors", { stat: "Sum" }, { FunctionName: "f" }]),
      [
        ["/widgets/0/properties/metrics/0/2", 'Invalid metric field type, only "String" type is allowed'],
        ["/widgets/0/properties/metrics/0", "Should NOT have more than 3 items"],
      ],
    ],
    [
      "a dimension's value is empty",
      aGraph(["AWS/ELB", "Count", "TargetGroup", ""]),
      [["/widgets/0/properties/metrics/0/3", 'Invalid metric field type, only "String" type is allowed']],
    ],
    [
      "an option is unknown",
      aGraph(["AWS/RDS", "Connections", { stat: "Sum", dimensions: { a: "b" } }]),
      [["/widgets/0/properties/metrics/0", "Should NOT have more than 2 items"]],
    ],
    [
      "a statistic is unknown",
      aGraph(["AWS/AppSync", "Requests", "Id", "x", { stat: "Sample count" }]),
      [["/widgets/0/properties/metrics/0", "Should NOT have more than 4 items"]],
    ],
    [
      "a dimension has no value",
      aGraph(["AWS/SQS", "Sent", "QueueName"]),
      [["/widgets/0/properties/metrics/0", "Should NOT have more than 2 items"]],
    ],
    [
      "there is nothing above to repeat",
      aGraph(["AWS/SQS", "Sent"], [".", ".", "QueueName", "."]),
      [["/widgets/0/properties/metrics/1/3", 'Repeat marker "." used but not enough fields in previous metric']],
    ],
  ];
  for (const [what, body, found] of wrong) {
    it(`is refused when ${what}`, () => {
      expect(errors(body)).to.deep.equal(found);
    });
  }

  it("has at most five hundred widgets", () => {
    expect(errors(aBody(...Array(501).fill(text)))).to.deep.equal([
      ["/widgets", "Should NOT have more than 500 items"],
    ]);
    aShelf().put("d", aBody(...Array(500).fill(text)));
  });

  it("is only remarked upon for a property that widgets do not have", () => {
    const { put, names } = aShelf();
    const { DashboardValidationMessages } = put("d", aBody({ ...text, z: 1 }));
    expect(DashboardValidationMessages).to.deep.equal([
      {
        DataPath: "/widgets/0",
        Message: 'The "z" property is not expected to be part of a widget definition, will be ignored',
      },
    ]);
    expect(names()).to.deep.equal(["d"]);
  });

  const right: [what: string, body: string][] = [
    ["no widgets", '{"widgets":[]}'],
    ["time and periods for the whole page", '{"start":"-PT1H","periodOverride":"inherit","widgets":[]}'],
    [
      "rows that repeat fields",
      aGraph(["AWS/SQS", "Sent", "QueueName", "a", { stat: "Sum" }], [".", ".", ".", "b"], ["...", "c"]),
    ],
    [
      "rows with options",
      aGraph([
        "AWS/SQS",
        "Sent",
        { stat: "p99.9", period: 60, label: "l", color: "#fff", yAxis: "right", visible: false, id: "m1" },
      ]),
    ],
    ["expressions", aGraph([{ expression: "m1 / m2", label: "ratio", id: "e1" }], ["lab", "m", { id: "m1" }])],
    ["alarms by annotation", aBody(aMetricWidget({ annotations: { alarms: ["arn"] } }))],
    [
      "alarms, logs and widgets of one's own",
      aBody(
        { type: "alarm", properties: { alarms: ["arn"] } },
        { type: "log", properties: { query: "q", region: "r" } },
        { type: "custom", properties: { endpoint: "arn" } },
      ),
    ],
    ["widgets of a kind that is yet to come", aBody({ type: "chart", properties: {} })],
  ];
  for (const [what, body] of right) {
    it(`may have ${what}`, () => {
      expect(aShelf().put("d", body)).to.deep.equal({ DashboardValidationMessages: [] });
    });
  }
});
