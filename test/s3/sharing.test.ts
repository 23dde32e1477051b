import { expect } from "chai";
import { aBucket, refusal } from "./a-s3.ts";

const VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
const NOT_ALLOWED =
  "AccessForbidden: CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

describe("cross-origin sharing", () => {
  it("is asked beforehand, and answers with the first rule that fits", () => {
    const ask = aSharingBucket(
      { AllowedOrigins: ["https://a.example"], AllowedMethods: ["GET", "PUT"], MaxAgeSeconds: 3000 },
      { AllowedOrigins: ["*"], AllowedMethods: ["GET"], ExposeHeaders: ["x-amz-id-2", "etag"] },
    );
    expect(ask("https://a.example", "PUT")).to.deep.equal({
      "access-control-allow-origin": "https://a.example",
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "GET, PUT",
      "access-control-max-age": "3000",
      vary: VARY,
    });
    expect(ask("https://b.example", "GET")).to.deep.equal({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET",
      "access-control-expose-headers": "x-amz-id-2, etag",
      vary: VARY,
    });
  });

  it("knows one star in an origin", () => {
    const ask = aSharingBucket({ AllowedOrigins: ["http://*.example"], AllowedMethods: ["GET"] });
    expect(ask("http://app.example", "GET")["access-control-allow-origin"]).to.equal("http://app.example");
    expect(refusal(() => ask("http://app.example.org", "GET")).said).to.equal(NOT_ALLOWED);
  });

  it("lets headers pass in any case, all of them or none", () => {
    const ask = aSharingBucket({
      ...{ AllowedOrigins: ["*"], AllowedMethods: ["GET"], AllowedHeaders: ["X-Amz-*", "range"] },
    });
    expect(ask("http://a", "GET", ["x-amz-date", "range"])["access-control-allow-headers"]).to.equal(
      "x-amz-date, range",
    );
    expect(refusal(() => ask("http://a", "GET", ["x-amz-date", "cookie"])).said).to.equal(NOT_ALLOWED);
  });

  it("says why not, and of what", () => {
    const ask = aSharingBucket({ AllowedOrigins: ["http://a"], AllowedMethods: ["GET"] });
    const extra = { Method: "PUT", ResourceType: "OBJECT" };
    expect(refusal(() => ask("http://a", "PUT"))).to.deep.equal({ said: NOT_ALLOWED, status: 403, extra });
    expect(refusal(() => ask("http://a", "OPTIONS")).said).to.equal(
      "BadRequest: Invalid Access-Control-Request-Method: null",
    );
    const { call } = aBucket();
    const CrossOrigin = { origin: "http://a", method: "GET", headers: [] };
    expect(refusal(() => call("Preflight", { Key: "", CrossOrigin }))).to.deep.equal({
      said: "AccessForbidden: CORSResponse: CORS is not enabled for this bucket.",
      status: 403,
      extra: { Method: "GET", ResourceType: "BUCKET" },
    });
    expect(refusal(() => call("Preflight", { Bucket: "nowhere", Key: "", CrossOrigin })).said).to.equal(
      "AccessForbidden: CORSResponse: Bucket not found",
    );
    expect(refusal(() => call("Preflight", { Key: "" }))).to.deep.include({
      said: "BadRequest: Insufficient information. Origin request header needed.",
      status: 400,
    });
  });

  const refused: [what: string, rule: object | undefined, said: RegExp][] = [
    ["no rules", undefined, /^MalformedXML/],
    ["a rule without methods", { AllowedOrigins: ["*"] }, /^MalformedXML/],
    [
      "a method that S3 has not",
      { AllowedOrigins: ["*"], AllowedMethods: ["PATCH"] },
      /^InvalidRequest: Found unsupported HTTP method in CORS config. Unsupported method is PATCH$/,
    ],
    [
      "two stars",
      { AllowedOrigins: ["*.a.*"], AllowedMethods: ["GET"] },
      /^InvalidRequest: AllowedOrigin "\*\.a\.\*" can not have more than one wildcard\.$/,
    ],
    [
      "a star in what is exposed",
      { AllowedOrigins: ["*"], AllowedMethods: ["GET"], ExposeHeaders: ["x-*"] },
      /^InvalidRequest: ExposeHeader "x-\*" contains wildcard\./,
    ],
  ];
  for (const [what, rule, said] of refused) {
    it(`is not configured by ${what}`, () => {
      const CORSConfiguration = { CORSRules: rule ? [rule] : [] };
      expect(refusal(() => aBucket().call("PutBucketCors", { CORSConfiguration })).said).to.match(said);
    });
  }

  it("comes back as it was sent, and goes", () => {
    const { call } = aBucket();
    const CORSRules = [{ AllowedOrigins: [""], AllowedMethods: ["GET"] }];
    call("PutBucketCors", { CORSConfiguration: { CORSRules } });
    expect(call("GetBucketCors", {})).to.deep.equal({ CORSRules });
    call("DeleteBucketCors", {});
    expect(refusal(() => call("GetBucketCors", {})).said).to.match(/^NoSuchCORSConfiguration/);
  });
});

/** A bucket that shares by these rules, and how an object in it is asked. */
function aSharingBucket(...CORSRules: object[]) {
  const { call } = aBucket();
  call("PutBucketCors", { CORSConfiguration: { CORSRules } });
  return (origin: string, method: string, headers: string[] = []): Record<string, string> =>
    call("Preflight", { Key: "a", CrossOrigin: { origin, method, headers } }).headers;
}
