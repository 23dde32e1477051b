import { expect } from "chai";
import { ChunkedBody, type ChunkedForm } from "../../cloud/gateway/chunked.ts";
import { SigningKeys } from "../../cloud/gateway/signature.ts";
import { refusal } from "./a-request.ts";

const SCOPE = { day: "20130524", region: "us-east-1", service: "s3" };
const KEY = new SigningKeys().of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", SCOPE);
const aSeal = (signature: string) => ({ key: KEY, scope: SCOPE, time: "20130524T000000Z", signature });

/** What a chunked body comes to, handed over in pieces of so many bytes. */
function decoded(text: string, form: Partial<ChunkedForm> = {}, piece = Number.POSITIVE_INFINITY) {
  const chunked = new ChunkedBody({ length: 66_560, trailers: [], ...form });
  const bytes = Buffer.from(text, "latin1");
  for (let at = 0; at < bytes.length; at += piece)
    chunked.write(bytes.subarray(at, Math.min(bytes.length, at + piece)));
  return chunked.end();
}

// 65 KB of the letter a, the examples of "Signature calculations for the Authorization header" in the S3 API reference.
const A64K = "a".repeat(65_536);
const A1K = "a".repeat(1024);
const SEALED = {
  seed: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
  text:
    `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${A64K}\r\n` +
    `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${A1K}\r\n` +
    "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n",
};
const TRAILED = {
  seed: "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
  text:
    `10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n${A64K}\r\n` +
    `400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n${A1K}\r\n` +
    "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n" +
    "x-amz-checksum-crc32c:sOO8/Q==\r\n" +
    "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n",
};

describe("a body in chunks", () => {
  it("has the signatures of AWS's own example", () => {
    const { body } = decoded(SEALED.text, { seal: aSeal(SEALED.seed) });
    expect(body.equals(Buffer.from(A64K + A1K))).to.equal(true);
  });

  it("has the trailers of AWS's own example, signed too", () => {
    const form = { seal: aSeal(TRAILED.seed), trailers: ["x-amz-checksum-crc32c"] };
    expect({ ...decoded(TRAILED.text, form).trailers }).to.deep.equal({ "x-amz-checksum-crc32c": "sOO8/Q==" });
  });

  for (const piece of [1, 2, 7, 1000]) {
    it(`is the same in pieces of ${piece}`, () => {
      const text = "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n";
      const { body, trailers } = decoded(text, { length: 3, trailers: ["x-amz-checksum-crc32"] }, piece);
      expect(body.toString()).to.equal("abc");
      expect({ ...trailers }).to.deep.equal({ "x-amz-checksum-crc32": "NSRBwg==" });
    });
  }

  it("may be empty", () => {
    expect(decoded("0\r\n\r\n", { length: 0 }).body.length).to.equal(0);
  });

  const TAMPERED: readonly (readonly [what: string, text: string, seed: string, trailers: string[]])[] = [
    ["another byte in the first chunk", SEALED.text.replace("aaaa\r\n400", "aaab\r\n400"), SEALED.seed, []],
    ["another signature before it", SEALED.text, TRAILED.seed, []],
    ["another trailer", TRAILED.text.replace("sOO8", "sOO9"), TRAILED.seed, ["x-amz-checksum-crc32c"]],
  ];
  for (const [what, text, seed, trailers] of TAMPERED) {
    it(`is refused with ${what}`, () => {
      expect(refusal(() => decoded(text, { seal: aSeal(seed), trailers }))).to.include({
        code: "SignatureDoesNotMatch",
        status: 403,
      });
    });
  }

  it("is refused when its signed trailers come without their signature", () => {
    const text = TRAILED.text.replace(/x-amz-trailer-signature.*\r\n/, "");
    const form = { seal: aSeal(TRAILED.seed), trailers: ["x-amz-checksum-crc32c"] };
    expect(refusal(() => decoded(text, form)).code).to.equal("MalformedTrailerError");
  });

  const BROKEN: readonly (readonly [what: string, text: string, code: string, form?: Partial<ChunkedForm>])[] = [
    ["ends early", "3\r\nab", "IncompleteBody"],
    ["has no last chunk", "3\r\nabc\r\n", "IncompleteBody"],
    ["is shorter than it said", "2\r\nab\r\n0\r\n\r\n", "IncompleteBody"],
    ["is longer than it said", "4\r\nabcd\r\n0\r\n\r\n", "IncompleteBody"],
    ["has no number for a size", "x\r\nabc\r\n0\r\n\r\n", "IncompleteBody"],
    ["has a negative size", "-3\r\nabc\r\n0\r\n\r\n", "IncompleteBody"],
    ["has a size beyond all numbers", "ffffffffffffffffffff\r\nabc\r\n0\r\n\r\n", "IncompleteBody"],
    ["has bare line feeds", "3\nabc\n0\n\n", "IncompleteBody"],
    ["has data behind a chunk", "3\r\nabcdef\r\n0\r\n\r\n", "IncompleteBody"],
    ["has more behind the end", "3\r\nabc\r\n0\r\n\r\nGET / HTTP/1.1\r\n", "IncompleteBody"],
    ["has a line without end", `3${" ".repeat(9000)}`, "IncompleteBody"],
    ["is signed where it should not be", `3;chunk-signature=${"0".repeat(64)}\r\nabc\r\n0\r\n\r\n`, "IncompleteBody"],
    ["is not signed where it should be", "3\r\nabc\r\n0\r\n\r\n", "IncompleteBody", { seal: aSeal("") }],
    ["has a trailer that nobody announced", "3\r\nabc\r\n0\r\nx-amz-meta-a:1\r\n\r\n", "MalformedTrailerError"],
    [
      "misses an announced trailer",
      "3\r\nabc\r\n0\r\n\r\n",
      "MalformedTrailerError",
      { trailers: ["x-amz-checksum-sha1"] },
    ],
    ["has a trailer that is none", "3\r\nabc\r\n0\r\nabc\r\n\r\n", "MalformedTrailerError"],
    ["has small chunks before the last", "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "InvalidChunkSizeError"],
  ];
  for (const [what, text, code, form = {}] of BROKEN) {
    it(`is refused when it ${what}`, () => {
      expect(refusal(() => decoded(text, { length: 3, ...form })).code).to.equal(code);
    });
  }
});
