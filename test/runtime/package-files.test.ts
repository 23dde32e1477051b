import { expect } from "chai";
import { strToU8, zipSync } from "fflate";
import { filesOf } from "../../cloud/lambda/runtime/process/package-files.ts";
import { aZip } from "../lambda/a-lambda.ts";
import { type AHost, aHost, handler } from "./a-host.ts";

const FILE = 0o100644;
const LINK = 0o120777;

/** A zip whose entries carry Unix modes, as those of Info-ZIP do. */
function aPackage(entries: Readonly<Record<string, { text: string; mode: number }>>): Uint8Array {
  const files = Object.entries(entries).map(([name, { text, mode }]) => {
    return [name, [strToU8(text), { os: 3, attrs: mode << 16, mtime: new Date(2000, 0, 1, 12) }]] as const;
  });
  return zipSync(Object.fromEntries(files) as never);
}

describe("the files of a deployment package", () => {
  it("are found by their paths, with folders and modes", () => {
    const zip = aPackage({
      "index.js": { text: "1", mode: FILE },
      "bin/tool": { text: "#!", mode: 0o100755 },
      "names/ä ö.txt": { text: "ü", mode: FILE },
      "empty/": { text: "", mode: 0o040755 },
    });
    const files = filesOf(zip).map(({ path, bytes, isExecutable }) => [
      path,
      Buffer.from(bytes).toString(),
      isExecutable,
    ]);
    expect(files).to.deep.equal([
      ["index.js", "1", false],
      ["bin/tool", "#!", true],
      ["names/ä ö.txt", "ü", false],
    ]);
  });

  for (const name of ["../out.js", "a/../../out.js", "/etc/out", "a\\..\\..\\out", "C:/out", "..", "nul\0.js"]) {
    it(`are refused when one is called ${JSON.stringify(name)}`, () => {
      expect(() => filesOf(aPackage({ [name]: { text: "x", mode: FILE } }))).to.throw(/leads out of the package/);
    });
  }

  it("are refused when one is a symbolic link", () => {
    const zip = aPackage({ "passwd.js": { text: "/etc/passwd", mode: LINK } });
    expect(() => filesOf(zip))
      .to.throw('"passwd.js", which is a symbolic link')
      .with.property("code", "LAB_UNSAFE_PACKAGE");
  });
});

describe("a function whose package cannot safely be unpacked", () => {
  let host: AHost;
  before(() => {
    host = aHost();
  });
  after(() => host.stop());

  it("fails its runs with the lab's words, and nothing was written", async () => {
    const name = await host.deploy(aZip({ "../escaped.js": "", "index.js": handler("return 1;") }));
    const { error, payload } = await host.invoke(name);
    expect(error).to.equal("Unhandled");
    expect(payload.errorType).to.equal("LAB_UNSAFE_PACKAGE");
    expect(payload.errorMessage).to.match(/leads out of the package\. next: Build the package anew/);
    expect(host.runtime.pids()).to.deep.equal([]);
  });
});
