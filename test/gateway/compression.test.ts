import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { unpacked } from "../../cloud/gateway/http/compression.ts";
import { LARGEST_REQUEST } from "../../cloud/gateway/http/payload.ts";
import type { AwsError } from "../../cloud/kernel/errors.ts";

describe("a compressed body", () => {
  const refusal = (body: Buffer): AwsError => {
    try {
      unpacked(body, "gzip", "cloudwatch");
    } catch (error) {
      return error as AwsError;
    }
    throw new Error("the body was not refused");
  };

  it("is read as it was before", () => {
    expect(unpacked(gzipSync("Action=PutMetricData"), " GZIP", "cloudwatch")!.toString()).to.equal(
      "Action=PutMetricData",
    );
  });

  it("is left alone where nobody says that it is one", () => {
    const body = gzipSync("x");
    expect(unpacked(body, undefined, "cloudwatch")).to.equal(body);
    expect(unpacked(undefined, "gzip", "cloudwatch")).to.equal(undefined);
  });

  it("is refused when it is none", () => {
    expect(refusal(Buffer.from("plain")).code).to.equal("SerializationException");
  });

  it("is not unpacked beyond what a request may be", () => {
    expect(refusal(gzipSync(Buffer.alloc(LARGEST_REQUEST + 1))).status).to.equal(413);
  });
});
