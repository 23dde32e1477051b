import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { allowList } from "../../lab/live/target.ts";

describe("the list of accounts and regions that runs may touch", () => {
  let file: string;
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), "chaoslab-allow-")), "allow.json");
  });
  afterEach(() => rmSync(join(file, ".."), { recursive: true }));

  it("is empty unless somebody has written one", () => {
    expect(allowList({}, file)).to.deep.equal({ source: file, entries: [] });
  });

  it("is the environment's, else the file's", () => {
    writeFileSync(file, '["111122223333/eu-west-1"]');
    expect(allowList({}, file).entries).to.deep.equal(["111122223333/eu-west-1"]);
    const said = { CHAOSLAB_ALLOW: "111122223333/us-east-1, 444455556666/eu-west-1" };
    expect(allowList(said, file)).to.deep.equal({
      source: "CHAOSLAB_ALLOW",
      entries: ["111122223333/us-east-1", "444455556666/eu-west-1"],
    });
  });

  for (const text of ['"111122223333/eu-west-1"', "[1]", "{", ""]) {
    it(`is not guessed from a file that says ${text || "nothing"}`, () => {
      writeFileSync(file, text);
      expect(() => allowList({}, file))
        .to.throw()
        .that.includes({ code: "LAB_ALLOW_UNREADABLE" });
    });
  }
});
