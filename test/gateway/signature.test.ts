import { createHmac } from "node:crypto";
import { expect } from "chai";
import { queryPairs } from "../../cloud/gateway/http/arrival.ts";
import {
  canonicalRequest,
  isSame,
  type Scope,
  SigningKeys,
  sha256,
  sign,
  stringToSign,
} from "../../cloud/gateway/signature.ts";
import { oldStringToSign, signOld } from "../../cloud/gateway/signature-v2.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TIME = "20130524T000000Z";
const EMPTY = sha256("");

/** Signs `GET /path?query` with headers, those of them that are listed. */
function signed(
  line: string,
  headers: Record<string, string>,
  { payload = EMPTY, scope = aScope("s3"), time = TIME, secret = SECRET } = {},
): string {
  const [, method, path, , search = ""] = /^(\w+) ([^?]*)(\?(.*))?$/.exec(line)!;
  const request = { method: method!, path: path!, queryPairs: queryPairs(search), headers };
  const canonical = canonicalRequest(request, scope, Object.keys(headers).sort(), payload);
  return sign(new SigningKeys().of(secret, scope), stringToSign(time, scope, canonical));
}

const aScope = (service: string, day = "20130524"): Scope => ({ day, region: "us-east-1", service });

describe("a signature", () => {
  const host = "examplebucket.s3.amazonaws.com";
  const common = { host, "x-amz-content-sha256": EMPTY, "x-amz-date": TIME };

  // "Authenticating requests: using the Authorization header", examples of the S3 API reference.
  const S3_EXAMPLES = [
    {
      name: "GET of a range",
      line: "GET /test.txt",
      headers: { ...common, range: "bytes=0-9" },
      signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    },
    {
      name: "GET of a subresource",
      line: "GET /?lifecycle",
      headers: common,
      signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    },
    {
      name: "GET of a listing",
      line: "GET /?max-keys=2&prefix=J",
      headers: common,
      signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    },
  ] as const;

  for (const { name, line, headers, signature } of S3_EXAMPLES) {
    it(`is AWS's own for ${name}`, () => {
      expect(signed(line, headers)).to.equal(signature);
    });
  }

  it("is AWS's own for a PUT whose key wants encoding", () => {
    const payload = sha256("Welcome to Amazon S3.");
    const headers = {
      date: "Fri, 24 May 2013 00:00:00 GMT",
      host,
      "x-amz-content-sha256": payload,
      "x-amz-date": TIME,
      "x-amz-storage-class": "REDUCED_REDUNDANCY",
    };
    const expected = "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd";
    expect(signed("PUT /test%24file.text", headers, { payload })).to.equal(expected);
    // A client that leaves the dollar sign alone means, and signs, the same.
    expect(signed("PUT /test$file.text", headers, { payload })).to.equal(expected);
  });

  it("is AWS's own for a presigned URL", () => {
    const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=${TIME}&X-Amz-Expires=86400&X-Amz-SignedHeaders=host`;
    expect(signed(`GET /test.txt?${query}`, { host }, { payload: "UNSIGNED-PAYLOAD" })).to.equal(
      "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    );
  });

  it("is AWS's own for the other services, whose paths are encoded twice and made shorter", () => {
    const settings = {
      scope: aScope("service", "20150830"),
      time: "20150830T123600Z",
      secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    };
    const headers = { host: "example.amazonaws.com", "x-amz-date": "20150830T123600Z" };
    // "get-vanilla" and its relatives of AWS's Signature Version 4 test suite.
    const vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    for (const path of ["/", "/./", "//", "/example/..", "/example1/example2/../.."]) {
      expect(signed(`GET ${path}`, headers, settings), path).to.equal(vanilla);
    }
    expect(signed("GET /?Param2=value2&Param1=value1", headers, settings)).to.equal(
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    );
  });

  it("takes a header's spaces as one, and its case as it is", () => {
    const [one, two] = ["a   b  c", " a b c "].map((value) => signed("GET /", { host, "x-amz-meta-a": value }));
    expect(one).to.equal(two);
    expect(signed("GET /", { host, "x-amz-meta-a": "A b c" })).not.to.equal(one);
  });

  it("orders a query by name and then by value, in code units", () => {
    const one = signed("GET /?b=2&a=%C3%BC&a=z&B=1", { host });
    expect(signed("GET /?B=1&a=z&a=%C3%BC&b=2", { host })).to.equal(one);
    expect(signed("GET /?B=1&a=z&b=2&a=%C3%BD", { host })).not.to.equal(one);
  });

  it("is the HMAC of the standard, whatever the length of the key and the letters of the text", () => {
    for (const length of [0, 1, 32, 63, 64, 65, 200]) {
      const [key, text] = [Buffer.alloc(length, length), `ä${"text".repeat(length)}`];
      expect(sign(key, text), String(length)).to.equal(createHmac("sha256", key).update(text).digest("hex"));
    }
  });

  it("is compared as a whole", () => {
    expect(isSame("abc", "abc")).to.equal(true);
    expect(isSame("abc", "abd")).to.equal(false);
    expect(isSame("abc", "abcd")).to.equal(false);
    expect(isSame("abc", "äbc")).to.equal(false);
  });
});

describe("a signature of version 2", () => {
  const query = { AWSAccessKeyId: "AKIAIOSFODNN7EXAMPLE", Expires: "1175139620", Signature: "" };

  it("is AWS's own for a presigned URL", () => {
    // "Query string request authentication", the S3 developer guide's example.
    const request = { method: "GET", path: "/johnsmith/photos/puppy.jpg", query, headers: {} };
    expect(signOld(SECRET, oldStringToSign(request, "1175139620"))).to.equal("NpgCjnDzrM+WFzoENXmpNDUsSn8=");
  });

  it("covers the sub-resource, the type and Amazon's own headers, wherever they stand", () => {
    const request = {
      method: "PUT",
      path: "/b/k",
      query: { ...query, uploadId: "u", partNumber: "1", "x-amz-security-token": "t", other: "x" },
      headers: { "content-type": "text/csv", host: "h", "x-amz-meta-a": "1" },
    };
    expect(oldStringToSign(request, "9").split("\n")).to.deep.equal([
      "PUT",
      "",
      "text/csv",
      "9",
      "x-amz-meta-a:1",
      "x-amz-security-token:t",
      "/b/k?partNumber=1&uploadId=u",
    ]);
  });
});
