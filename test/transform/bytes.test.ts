import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { aGzip, aRefusal, aTable } from "./conversion.ts";

const good = '{"a":1,"b":"é"}';

describe("the bytes of a document", () => {
  it("may begin with a UTF-8 byte order mark", () => {
    expect(aTable(`\ufeff${good}`)).to.equal("a,b\r\n1,é\r\n");
  });

  it("may be a view into a larger buffer, and are left as they were", () => {
    const buffer = Buffer.from(`xx${good}yy`);
    const view = new Uint8Array(buffer.buffer, buffer.byteOffset + 2, Buffer.byteLength(good));
    expect(aTable(view)).to.equal("a,b\r\n1,é\r\n");
    expect(buffer.toString()).to.equal(`xx${good}yy`);
  });

  const wide: [string, Buffer][] = [
    ["UTF-16 with its mark", Buffer.from(`\ufeff${good}`, "utf16le")],
    ["UTF-16, big-endian, with its mark", Buffer.from(`\ufeff${good}`, "utf16le").swap16()],
    ["UTF-16", Buffer.from(good, "utf16le")],
    ["UTF-16, big-endian", Buffer.from(good, "utf16le").swap16()],
    ["UTF-32", Buffer.from([...good].flatMap((character) => [character.codePointAt(0)!, 0, 0, 0]))],
    ["UTF-32, big-endian", Buffer.from([...good].flatMap((character) => [0, 0, 0, character.codePointAt(0)!]))],
    ["UTF-32 with its mark", Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0])],
    ["UTF-32, big-endian, with its mark", Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x7b])],
  ];
  for (const [name, bytes] of wide) {
    it(`are refused as ${name}`, () => {
      const error = aRefusal(bytes);
      expect(error.reason).to.equal("encoding");
      expect(error.message).to.include(`found ${name.slice(0, 6)}`);
    });
  }

  const invalid: [string, number[]][] = [
    ["a lone continuation byte", [0x80]],
    ["a byte that is never used", [0xff]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["an overlong NUL", [0xe0, 0x80, 0x80]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["a code point too large", [0xf4, 0x90, 0x80, 0x80]],
    ["a five-byte sequence", [0xf8, 0x88, 0x80, 0x80, 0x80]],
    ["an unfinished sequence", [0xe6, 0x9d]],
    ["Latin-1", [0xe9, 0x20]],
  ];
  for (const [name, sequence] of invalid) {
    it(`are refused for ${name}, which is pointed at`, () => {
      const before = '{"é":1}\n{"b":"東';
      const error = aRefusal(Buffer.concat([Buffer.from(before), Buffer.from(sequence), Buffer.from('"}')]));
      expect([error.reason, error.at, error.record]).to.deep.equal([
        "encoding",
        { offset: Buffer.byteLength(before), line: 2, column: 8 },
        1,
      ]);
    });
  }

  it("are judged before their grammar", () => {
    expect(aRefusal(Buffer.concat([Buffer.from("{nonsense}"), Buffer.from([0xff])])).reason).to.equal("encoding");
  });
});

describe("a gzip document", () => {
  it("is inflated", () => expect(aTable(aGzip(good))).to.equal("a,b\r\n1,é\r\n"));

  it("may be of several members, as gzip files may", () => {
    expect(aTable(Buffer.concat([aGzip('{"a":1}\n'), aGzip('{"a":2}')]))).to.equal("a\r\n1\r\n2\r\n");
  });

  it("may hold a byte order mark", () => expect(aTable(aGzip(`\ufeff${good}`))).to.equal("a,b\r\n1,é\r\n"));

  it("is refused as compressed wherever it ends too early", () => {
    const bytes = aGzip(good);
    for (let length = 2; length < bytes.length; length++) {
      expect(aRefusal(bytes.subarray(0, length)).reason, String(length)).to.equal("compressed");
    }
  });

  it("is refused as compressed when it is damaged", () => {
    const flip = (index: number): Buffer => {
      const bytes = aGzip(good.repeat(10));
      bytes[bytes.length + (index < 0 ? index : index - bytes.length)]! ^= 0x55;
      return bytes;
    };
    for (const index of [2, -1, -5, -8]) expect(aRefusal(flip(index)).reason, String(index)).to.equal("compressed");
    expect(aRefusal(Buffer.concat([aGzip(good), Buffer.from("trailing")])).reason).to.equal("compressed");
  });

  it("is refused as too large above 64 MiB", () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024 + 1, 0x20));
    expect(bomb.length).to.be.below(100_000);
    expect(aRefusal(bomb).reason).to.equal("too-large");
  });

  it("is refused as too large above the limit that is given, not at it", () => {
    expect(aTable(aGzip('{"a":1}'), { maxInflatedBytes: 7 })).to.equal("a\r\n1\r\n");
    expect(aRefusal(aGzip('{"a":1}'), { maxInflatedBytes: 6 }).reason).to.equal("too-large");
  });

  it("of nothing is empty, and of gzip is not UTF-8", () => {
    expect(aRefusal(aGzip("")).reason).to.equal("empty");
    expect(aRefusal(gzipSync(aGzip(good))).reason).to.equal("encoding");
  });

  it("has the places of its errors in what was inflated", () => {
    expect(aRefusal(aGzip('{"a":1}\n{x}')).at).to.deep.equal({ offset: 9, line: 2, column: 2 });
  });
});
