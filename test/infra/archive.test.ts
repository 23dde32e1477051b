import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect } from "chai";
import { strFromU8, strToU8, unzipSync } from "fflate";
import { zip } from "../../infra/archive.ts";
import { PROJECT } from "../../infra/bundle.ts";
import { TSX } from "./a-stack.ts";

// Written down once. A change of fflate, of Node or of the machine that moved a byte would show here.
const KNOWN = "3fe300d70d641cf48ab78ec9a437d8e7ef4020e851f9be0d1c2a0701a759ee12";

describe("an archive", () => {
  const files = { "b.txt": strToU8("second\n"), "a.txt": strToU8("first\n".repeat(1000)) };

  it("gives back what was put in, in order of name", () => {
    const entries = unzipSync(zip(files));
    expect(Object.keys(entries)).to.deep.equal(["a.txt", "b.txt"]);
    expect(strFromU8(entries["b.txt"]!)).to.equal("second\n");
  });

  it("has the bytes it always had", () => {
    expect(sha256(zip(files))).to.equal(KNOWN);
  });

  for (const TZ of ["UTC", "Pacific/Apia", "America/Sao_Paulo", "Asia/Kathmandu"]) {
    it(`has them in the time zone ${TZ} too`, () => {
      const script = [
        `const { zip } = await import(${JSON.stringify(join(PROJECT, "infra/archive.ts"))});`,
        'const bytes = zip({ "b.txt": Buffer.from("second\\n"), "a.txt": Buffer.from("first\\n".repeat(1000)) });',
        'console.log((await import("node:crypto")).createHash("sha256").update(bytes).digest("hex"));',
      ].join("\n");
      const args = ["--import", TSX, "--input-type=module", "--eval", script];
      expect(execFileSync(process.execPath, args, { env: { ...process.env, TZ }, encoding: "utf8" }).trim()).to.equal(
        KNOWN,
      );
    });
  }

  it("marks its entries as files that everybody may read, from noon of the first day of 2000", () => {
    const bytes = Buffer.from(zip({ "a.txt": strToU8("a") }));
    const directory = bytes.indexOf("PK\u0001\u0002", 0, "latin1");
    expect(bytes.readUInt8(directory + 5)).to.equal(3); // made by Unix
    expect((bytes.readUInt32LE(directory + 38) >>> 16).toString(8)).to.equal("100644");
    expect(bytes.readUInt32LE(directory + 12)).to.equal((20 << 25) | (1 << 21) | (1 << 16) | (12 << 11));
  });
});

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
