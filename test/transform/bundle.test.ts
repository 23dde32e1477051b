import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import { expect } from "chai";
import { build } from "esbuild";
import { handler } from "../../src/transform/index.ts";
import type { World } from "../../src/world.ts";
import { aContext, anEvent, aWorld } from "./world.ts";

interface Bundle {
  handler(event: unknown, context: unknown): Promise<unknown>;
  create(world: World): { handler: Bundle["handler"] };
}

/** The bundle as a module of its own, evaluated with a `require` that counts what it loads. */
function evaluate(code: string, loaded: string[]): Bundle {
  const require = createRequire(import.meta.url);
  const counting = (name: string) => {
    loaded.push(name);
    return require(name);
  };
  const module = { exports: {} as Bundle };
  runInThisContext(`(function (module, exports, require) {${code}\n})`)(module, module.exports, counting);
  return module.exports;
}

describe("the function's bundle", () => {
  let code = "";
  before(async () => {
    const { outputFiles } = await build({
      entryPoints: [new URL("../../src/transform/index.ts", import.meta.url).pathname],
      bundle: true,
      write: false,
      platform: "node",
      target: "node22",
      format: "cjs",
      external: ["@aws-sdk/*"],
    });
    code = outputFiles[0]!.text;
  });

  it("has a handler of two parameters, or Lambda would wait for a callback", () => {
    expect(handler).to.have.length(2);
    expect(evaluate(code, []).handler).to.have.length(2);
    expect(evaluate(code, []).create(aWorld().world).handler).to.have.length(2);
  });

  it("leaves the SDK to the runtime, and is small", () => {
    const loaded: string[] = [];
    evaluate(code, loaded);
    expect(loaded.filter((name) => !name.startsWith("node:")).toSorted()).to.include.members([
      "@aws-sdk/client-s3",
      "@aws-sdk/client-ssm",
    ]);
    expect(code.length).to.be.below(200_000);
  });

  it("does the function's work in the world it is given", async () => {
    const { world, objects } = aWorld();
    objects.set("input/x.json", Buffer.from('{"a":1,"b":2}'));
    const answer = await evaluate(code, []).create(world).handler(anEvent("input/x.json"), aContext());
    expect(answer).to.deep.equal({ written: ["output/x.csv"] });
    expect(Buffer.from(objects.get("output/x.csv")!).toString()).to.equal("a,b\r\n1,2\r\n");
  });

  it("names its errors as its source does, for dead letters are sorted by them", async () => {
    const { world, objects } = aWorld();
    objects.set("input/x.json", Buffer.from("{"));
    const error = await evaluate(code, [])
      .create(world)
      .handler(anEvent("input/x.json"), aContext())
      .catch((thrown: Error) => thrown);
    expect((error as Error).name).to.equal("BadDocumentError");
  });
});
