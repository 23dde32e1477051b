import { expect } from "chai";
import { compile } from "../../cloud/logs/pattern/pattern.ts";
import { refusal } from "./a-logs.ts";

const line = (request: string, status: number, bytes: number) =>
  `127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "${request}" ${status} ${bytes}`;

describe("a filter pattern of fields", () => {
  const lines = [
    line("GET /index.html HTTP/1.0", 404, 1534),
    line("GET /about-us/index.html HTTP/1.0", 200, 5324),
    line("GET /apache_pb.gif HTTP/1.0", 410, 355),
    "INFO 09/25/2014 12:00:00 GET /service/resource/67 1200",
    "ERROR 09/25/2014 12:00:02 Failed to process request",
    "WARNING 09/25/2014",
  ];
  /** The numbers of the lines that match. */
  const table: [string, string][] = [
    ["[]", "012345"],
    ["[ip, user, username, timestamp, request, status_code, bytes]", "0124"],
    ["[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes]", "0"],
    ["[..., request=*.html*, status_code=4*,]", "0"],
    ["[..., status_code = 404 || status_code = 410, bytes]", "02"],
    ["[ip, user, username, timestamp, request, status_code = 4* && status_code != 404, bytes]", "2"],
    ["[ip, ..., bytes > 1000]", "013"],
    ["[..., bytes >= 1200 && bytes < 1534]", "3"],
    ["[w1=ERROR, w2]", "4"],
    ["[w1=ERROR || w1=WARNING, w2]", "45"],
    ["[w1=%ERR|WARN%, w2]", "45"],
    ["[w1!=ERROR && w1!=WARNING, w2]", "0123"],
    ['[w1="INFO", ...]', "3"],
    ["[w1=WARNING]", ""],
    ["[w1=WARNING, w2, w3]", ""],
  ];
  for (const [pattern, expected] of table) {
    it(`matches as documented: ${pattern}`, () => {
      const { matches } = compile(pattern);
      expect(lines.map((text, i) => (matches(text) ? i : "")).join("")).to.equal(expected);
    });
  }

  it("extracts fields by name, and those without a name by number", () => {
    expect(compile("[..., request=*.html*, status_code=4*,]").extracted(lines[0]!)).to.deep.equal({
      $1: "127.0.0.1",
      $2: "-",
      $3: "frank",
      $4: "10/Oct/2000:13:25:15 -0700",
      $request: "GET /index.html HTTP/1.0",
      $status_code: "404",
      $7: "1534",
    });
  });

  it("gives the last field what is left of the line", () => {
    expect(compile("[w1=ERROR, w2]").extracted(lines[4]!)).to.deep.equal({
      $w1: "ERROR",
      $w2: "09/25/2014 12:00:02 Failed to process request",
    });
  });

  it("is refused when it makes no sense", () => {
    const words = (pattern: string) => refusal(() => compile(pattern)).replace("InvalidParameterException: ", "");
    expect(words("[a")).to.equal("If a filter pattern starts with '[' it must end with ']'");
    expect(words("[a, ..., ...]")).to.equal("Invalid filter pattern");
    expect(words("[a = 1 || b = 2]")).to.equal("Invalid character(s) in term 'b'");
    expect(words("[a b]")).to.equal("Invalid character(s) in term 'b'");
  });
});
