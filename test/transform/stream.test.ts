import { expect } from "chai";
import { BadDocumentError } from "../../src/transform/convert.ts";
import { convertStream } from "../../src/transform/stream.ts";
import { aGzip, anOutcome, aStream, aTable } from "./conversion.ts";

describe("a document that comes in pieces", () => {
  const documents = [
    '[{"id":1,"name":"Ada, Grace"},{"id":2,"né":{"b":[1, 2]}}]',
    '{"id":1}\r\n{"id":12345,"x":"\\u00e9東😀\\n"}\r\n',
    '\ufeff{"a":"\ufeff","b":tru\n',
    '{"a":1}\n{"a":2}\n{"b" 3}',
    '{"a":1}\n[1]\n2 3 ',
    '[{"a":1},{"a.b":1,"a":{"b":2}},{"a":3}',
    "12345",
    "1234567.5",
    '{"a":1}\n{"b":{"c":2}}',
    " \n ",
    "",
    "[]",
    "[[[]",
  ];
  for (const document of documents) {
    for (const size of [1, 2, 3, 5, 7, 1000]) {
      it(`of ${size} bytes has the outcome it has whole: ${JSON.stringify(document)}`, async () => {
        const whole = anOutcome(() => aTable(document));
        const streamed = await aStream(document, size).then(
          ({ csv }) => csv,
          (error: Error) => error.message,
        );
        expect(streamed).to.equal(whole);
      });
    }
  }

  it("is refused for its encoding at the same place, before any other flaw", async () => {
    const document = Buffer.concat([
      Buffer.from('{"a":1}\n{"é" x}\n{"b":"東'),
      Buffer.from([0xe6, 0x9d]),
      Buffer.from('"}'),
    ]);
    const whole = anOutcome(() => aTable(document));
    expect(whole).to.match(/^encoding/);
    for (const size of [1, 2, 3, 4, 100]) {
      expect(await aStream(document, size).catch((error: Error) => error.message), String(size)).to.equal(whole);
    }
  });

  it("may be gzip, whatever the first piece is", async () => {
    const document = aGzip('{"a":1,"b":"x,y"}');
    expect((await aStream(document, 1)).csv).to.equal('a,b\r\n1,"x,y"\r\n');
  });

  it("is written once when its columns are known early", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `{"id":${index},"text":"a,b"}`).join("\n");
    const { csv, begun } = await aStream(lines, 65_536);
    expect(begun).to.equal(1);
    expect(csv).to.equal(aTable(lines));
  });

  it("is written again, to a new sink, when a column comes late", async () => {
    const lines = `${Array.from({ length: 20_000 }, (_, index) => `{"id":${index},"text":"a"}`).join("\n")}\n{"late":1}`;
    const { csv, begun } = await aStream(lines, 65_536);
    expect(begun).to.equal(2);
    expect(csv).to.equal(aTable(lines));
  });

  it("may be a record longer than its pieces", async () => {
    const document = `{"a":["${"x".repeat(400_000)}"],"b":1}`;
    expect((await aStream(document, 1000)).csv).to.equal(aTable(document));
  });

  it("takes projection and escaped formulae as the whole document does", async () => {
    const options = { columns: ["b", { name: "=c", from: "a" }], escapeFormulae: true };
    const document = '[{"a":"=1","b":2},{"a":3,"x":4}]';
    expect((await aStream(document, 4, options)).csv).to.equal(aTable(document, options));
  });

  it("hands on what its source and its sink throw", async () => {
    const broken = () => [Buffer.from('{"a":'), null as unknown as Uint8Array];
    const outcome = convertStream(broken, () => ({ write() {} })).catch((error: unknown) => error);
    expect(await outcome).to.be.instanceOf(TypeError);
    const full = convertStream(
      () => [Buffer.from('{"a":1}')],
      () => ({ write: () => Promise.reject(new Error("full")) }),
    );
    expect(await full.catch((error: Error) => error.message)).to.equal("full");
  });

  it("is not trusted when it changes between two readings", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `{"id":${index},"text":"a"}`).join("\n");
    let opened = 0;
    const open = () => [Buffer.from(`${lines}\n{"late${++opened}":1}`)];
    const outcome = convertStream(open, () => ({ write() {} })).catch((error: Error) => error.message);
    expect(await outcome).to.equal("expected the same document when its source was opened again");
  });

  it("throws BadDocumentError with line and column", async () => {
    const error = await aStream('{"a":1}\n{"é":x}', 3).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(BadDocumentError);
    expect((error as BadDocumentError).at).to.deep.equal({ offset: 14, line: 2, column: 6 });
  });
});
