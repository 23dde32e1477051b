/**
 * The synthesised stack, held to a copy that is committed. The copy shows in a review what a change of the constructs deploys; it is
 * renewed with UPDATE_GOLDEN=1. One literal of it is blanked on both sides, the hash of the function's code, so that it does not change
 * with every line of src/.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { codeSha256 } from "../../infra/bundle.ts";
import { aStack, aZip } from "./a-stack.ts";

const GOLDEN = new URL("golden/cdk.tf.json", import.meta.url);
const BLANK = "<SHA-256 of transform.zip, base64>";

describe("the synthesised stack", () => {
  const { folder } = aStack();
  const text = readFileSync(join(folder, "cdk.tf.json"), "utf8");
  const hash = codeSha256(aZip());

  it("holds the hash of the code once", () => {
    expect(text.split(JSON.stringify(hash))).to.have.length(2);
  });

  it("is the golden copy but for that hash (UPDATE_GOLDEN=1 renews it)", () => {
    const blanked = `${text.replace(JSON.stringify(hash), JSON.stringify(BLANK))}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, blanked);
    expect(JSON.parse(blanked)).to.deep.equal(JSON.parse(readFileSync(GOLDEN, "utf8")));
    expect(blanked).to.equal(readFileSync(GOLDEN, "utf8"));
  });

  it("names no folder, no user and no machine", () => {
    for (const word of [process.cwd(), folder, process.env.HOME].filter(Boolean)) expect(text).to.not.include(word);
    expect(text).to.not.match(/"[^"]*(\.tsx?|node_modules)[^"]*"/);
  });
});
