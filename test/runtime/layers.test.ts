import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { lambdaHouse } from "../../cloud/lambda/house.ts";
import { aCall, aZip } from "../lambda/a-lambda.ts";
import { type AHost, aHost } from "./a-host.ts";

/** Where Lambda mounts layers (developer guide, "Packaging your layer content"); here each process has a folder of its own. */
const MOUNT = "/opt";

describe("layers in a process", () => {
  let host: AHost;
  let Layers: string[];
  before(async () => {
    host = aHost();
    const { PublishLayerVersion } = lambdaHouse(host.service).operations;
    const layer = async (LayerName: string, files: Record<string, string>) => {
      const input = { LayerName, Content: { ZipFile: aZip(files) } };
      return ((await PublishLayerVersion!(input, aCall())) as { LayerVersionArn: string }).LayerVersionArn;
    };
    Layers = [
      await layer("one", {
        "nodejs/node_modules/tool/index.js": "exports.name = 'tool'; exports.fail = () => { throw new Error('x'); };",
        "python/tool.py": "name = 'tool'",
        "data.txt": "one",
      }),
      await layer("two", { "data.txt": "two" }),
    ];
  });
  after(() => host.stop());

  it("give Node modules, and files of which the last layer's counts", async () => {
    const read = "require('fs').readFileSync(process.env.CHAOSLAB_OPT + '/data.txt', 'utf8')";
    const name = await host.deploy(`return [require("tool").name, ${read}];`, { Layers });
    expect((await host.invoke(name)).payload).to.deep.equal(["tool", "two"]);
  });

  it("show in traces where they are on Lambda", async () => {
    const name = await host.deploy('require("tool").fail();', { Layers });
    expect((await host.invoke(name)).payload.trace[1]).to.include(`${MOUNT}/nodejs/node_modules/tool/index.js:1`);
  });

  it("are not there for functions without", async () => {
    const name = await host.deploy('return require("tool").name;');
    expect((await host.invoke(name)).payload.errorMessage).to.match(/^Cannot find module 'tool'/);
  });

  it("give Python modules", async function () {
    if (spawnSync("python3", ["--version"]).status !== 0) this.skip();
    const source = "import tool\ndef handler(event, context): return tool.name";
    const runtime = { Runtime: "python3.12", Handler: "handler.handler", Layers };
    const name = await host.deploy({ "handler.py": source }, runtime);
    expect((await host.invoke(name)).payload).to.equal("tool");
  });
});
