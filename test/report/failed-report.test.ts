import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { RunResult } from "../../lab/run-file.ts";
import { writeRun } from "../../lab/run-folder.ts";

describe("a report that cannot be told", () => {
  it("is said, and costs nothing of the run", () => {
    const out = mkdtempSync(join(tmpdir(), "chaoslab-reports-"));
    // A journal that holds nothing a report could be made of.
    const written = { journal: { id: "a-run", status: "completed" }, files: { "journal.json": ["{}\n"] } };
    const request = { experiment: "a-run", seed: 1, set: [] };
    expect(() => writeRun(written as unknown as RunResult, { request, startedAt: new Date() }, out)).to.throw(
      "cannot be reported",
    );
    expect(readdirSync(join(out, "a-run"))).to.include.members(["environment.json", "journal.json"]);
    expect(readdirSync(out).sort()).to.deep.equal(["a-run", "latest"]);
    rmSync(out, { recursive: true });
  });
});
