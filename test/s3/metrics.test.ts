import { expect } from "chai";
import type { Datum } from "../../cloud/kernel/metric.ts";
import { metricsOf } from "../../cloud/s3/metrics.ts";
import { aBucket, bytes, START, type TestS3 } from "./a-s3.ts";

const SERVED = { requestId: "C3D13FE58DE4C810", status: 200, latency: 30, bytesIn: 0, bytesOut: 0 };

describe("request metrics", () => {
  it("are measured only for whoever configured them", () => {
    const s3 = aBucket();
    observe(s3, "PutObject", { Key: "input/a.json" });
    expect(served(s3)).to.deep.equal([]);
    configure(s3, "all");
    observe(s3, "PutObject", { Key: "input/a.json" }, { bytesIn: 9 });
    expect(served(s3)).to.deep.equal([
      {
        at: START,
        kind: "RequestServed",
        bucket: "documents",
        key: "input/a.json",
        operation: "PutObject",
        ...SERVED,
        bytesIn: 9,
        filters: ["all"],
      },
    ]);
  });

  const counted: [filter: object | undefined, isCounted: boolean[]][] = [
    [undefined, [true, true, true]],
    [{ Prefix: "input/" }, [true, false, false]],
    [{ Tag: { Key: "kind", Value: "good" } }, [true, false, false]],
    [{ And: { Prefix: "input/", Tags: [{ Key: "kind", Value: "good" }] } }, [true, false, false]],
    [{ And: { Prefix: "output/", Tags: [{ Key: "kind", Value: "good" }] } }, [false, false, false]],
    [{ AccessPointArn: "arn:aws:s3:eu-west-1:123456789012:accesspoint/a" }, [false, false, false]],
  ];
  for (const [filter, isCounted] of counted) {
    it(`count what ${JSON.stringify(filter ?? "no filter")} lets through`, () => {
      const s3 = aBucket();
      s3.call("PutObject", { Key: "input/a.json", Body: bytes("x"), Tagging: "kind=good" });
      s3.call("PutObject", { Key: "output/a.csv", Body: bytes("x") });
      configure(s3, "filtered", filter);
      const requests = [{ Key: "input/a.json" }, { Key: "output/a.csv" }, {}].map((input) => {
        const before = served(s3).length;
        observe(s3, input.Key ? "GetObject" : "ListObjectsV2", input);
        return served(s3).length > before;
      });
      expect(requests).to.deep.equal(isCounted);
    });
  }

  it("come once per filter that counts a request", () => {
    const s3 = aBucket();
    configure(s3, "all");
    configure(s3, "inputs", { Prefix: "input/" });
    observe(s3, "GetObject", { Key: "input/a.json" });
    const data = metricsOf(served(s3)[0]!).filter(({ name }) => name === "AllRequests");
    expect(data.map(({ dimensions }) => dimensions)).to.deep.equal([
      { BucketName: "documents", FilterId: "all" },
      { BucketName: "documents", FilterId: "inputs" },
    ]);
  });

  it("say of a read what CloudWatch shows of it", () => {
    expect(measured("GetObject", { bytesOut: 9, latency: 31 })).to.deep.equal({
      AllRequests: "1 Count",
      GetRequests: "1 Count",
      "4xxErrors": "0 Count",
      "5xxErrors": "0 Count",
      BytesDownloaded: "9 Bytes",
      FirstByteLatency: "31 Milliseconds",
      TotalRequestLatency: "31 Milliseconds",
    });
  });

  it("say of a failed write that it failed", () => {
    expect(measured("PutObject", { status: 503, bytesIn: 9 })).to.deep.include({
      PutRequests: "1 Count",
      "4xxErrors": "0 Count",
      "5xxErrors": "1 Count",
      BytesUploaded: "9 Bytes",
    });
    expect(measured("GetObject", { status: 403 })).to.deep.include({ "4xxErrors": "1 Count", "5xxErrors": "0 Count" });
  });

  const kinds: [operation: string, kind: string | undefined][] = [
    ["HeadObject", "HeadRequests"],
    ["DeleteObject", "DeleteRequests"],
    ["DeleteObjects", "DeleteRequests"],
    ["CompleteMultipartUpload", "PostRequests"],
    ["UploadPart", "PutRequests"],
    ["ListObjectsV2", "ListRequests"],
    ["GetBucketPolicy", undefined],
  ];
  for (const [operation, kind] of kinds) {
    it(`count ${operation} among ${kind ?? "all requests only"}`, () => {
      const names = Object.keys(measured(operation)).filter((name) => name.endsWith("Requests"));
      expect(names).to.deep.equal(["AllRequests", ...(kind ? [kind] : [])]);
    });
  }
});

describe("storage metrics", () => {
  it("tell sizes by storage class and the number of everything", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    s3.call("PutObject", { Key: "a", Body: bytes("12345") });
    s3.call("PutObject", { Key: "a", Body: bytes("123") });
    s3.call("PutObject", { Key: "b", Body: bytes("1"), StorageClass: "STANDARD_IA" });
    s3.call("DeleteObject", { Key: "b" });
    const { UploadId } = s3.call("CreateMultipartUpload", { Key: "c" });
    s3.call("UploadPart", { Key: "c", UploadId, PartNumber: 1, Body: bytes("12") });
    const shown = s3.s3.storage().map(({ name, dimensions, value }) => `${name} ${dimensions.StorageType} ${value}`);
    expect(shown).to.deep.equal([
      "BucketSizeBytes StandardStorage 10",
      "BucketSizeBytes StandardIAStorage 1",
      "NumberOfObjects AllStorageTypes 5",
    ]);
  });
});

function configure({ call }: TestS3, Id: string, Filter?: object): void {
  call("PutBucketMetricsConfiguration", { Id, MetricsConfiguration: { Id, ...(Filter && { Filter }) } });
}

function observe({ house }: TestS3, operation: string, input: object, answer: object = {}): void {
  house.observe!({ operation, input: { Bucket: "documents", ...input }, ...SERVED, ...answer });
}

function served({ feed }: TestS3) {
  return feed.facts.filter((fact) => fact.kind === "RequestServed");
}

/** What the metrics of one observed request are, by name. */
function measured(operation: string, answer: object = {}): Record<string, string> {
  const s3 = aBucket();
  configure(s3, "all");
  observe(s3, operation, { Key: "a" }, answer);
  const data: Datum[] = metricsOf(served(s3)[0]!);
  expect(new Set(data.map(({ namespace }) => namespace))).to.deep.equal(new Set(["AWS/S3"]));
  return Object.fromEntries(data.map(({ name, value, unit }) => [name, `${value} ${unit}`]));
}
