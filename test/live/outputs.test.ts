import { join } from "node:path";
import { expect } from "chai";
import { aShell, type Shell } from "../lab/a-shell.ts";

/** Two clouds at once are told apart by the files that describe what is deployed in them. */
describe("CHAOSLAB_OUTPUTS", function () {
  this.timeout(120_000);
  let shell: Shell;
  before(() => {
    shell = aShell();
  });
  after(() => shell.close());

  it("is where a cloud leaves its outputs, from where commands read them", async () => {
    const env = { CHAOSLAB_OUTPUTS: join(shell.folder, "mine", "outputs.json") };
    const cloud = shell.start(["up", "--port", "0"], { env });
    await cloud.says("chaoslab is ready at ");
    cloud.child.kill("SIGTERM");
    await cloud.ended;
    expect(JSON.parse(shell.read("mine", "outputs.json"))).to.include({ pipeline: "etl-lab" });
    const other = { CHAOSLAB_OUTPUTS: join(shell.folder, "other.json") };
    const { code, err } = await shell.start(["run", "steady-state", "--target", "local"], { env: other }).ended;
    expect(err).to.include(`LAB_NOT_DEPLOYED: No deployment is described in ${other.CHAOSLAB_OUTPUTS}.`);
    expect(code).to.equal(64);
  });
});
