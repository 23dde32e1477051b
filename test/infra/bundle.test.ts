import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect } from "chai";
import { strFromU8, unzipSync } from "fflate";
import { bundle, codeSha256, PROJECT, sourceOf, TRANSFORM_ENTRY, writeBundle } from "../../infra/bundle.ts";
import { stackOptions } from "../../infra/options.ts";
import { VARIANTS } from "../../infra/variants.ts";
import { aFolder } from "./a-stack.ts";

describe("the bundle of a function", () => {
  it("is one CommonJS module that exports the handler", () => {
    const module = load(bundle(aFunction(aFolder())));
    expect(module.handler?.({ name: "Ada" })).to.equal("Grüße, Ada");
    expect(module.create).to.be.a("function");
  });

  it("has the same bytes in another folder", () => {
    const near = aFolder();
    const far = join(aFolder(), "a/long/way/from", "here with a space");
    expect(codeSha256(bundle(aFunction(near)))).to.equal(codeSha256(bundle(aFunction(far))));
  });

  it("has other bytes when the code does something else", () => {
    const [hello, goodbye] = ["Grüße", "Servus"].map((word) => codeSha256(bundle(aFunction(aFolder(), word))));
    expect(hello).to.not.equal(goodbye);
  });

  it("has the same bytes wherever its packages are installed", () => {
    const [beside, above] = [aFolder(), aFolder()].map((root) => aFunction(join(root, "project")));
    aPackage(join(beside!.root, "node_modules/farewell"));
    aPackage(join(above!.root, "../node_modules/.store/farewell@1/node_modules/farewell"));
    symlinkSync(".store/farewell@1/node_modules/farewell", join(above!.root, "../node_modules/farewell"));
    for (const { entry } of [beside!, above!]) writeFileSync(entry, 'export { farewell } from "farewell";\n');
    expect(source(bundle(beside))).to.equal(source(bundle(above)));
    expect(load(bundle(above)).farewell?.()).to.equal("Auf Wiedersehen");
  });

  it("does not listen to a tsconfig.json beside the code", () => {
    const plain = aFolder();
    const configured = aFolder();
    writeFileSync(
      join(configured, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { target: "es5", strict: true } }),
    );
    expect(codeSha256(bundle(aFunction(plain)))).to.equal(codeSha256(bundle(aFunction(configured))));
  });

  it("leaves the AWS SDK to the runtime, keeps licences and names no folder", () => {
    const root = aFolder();
    const text = source(bundle(aFunction(root)));
    expect(text).to.include('require("@aws-sdk/client-s3")');
    expect(text).to.include("@license somebody's");
    expect(text).to.not.include(root);
    expect(text).to.not.include("sourceMappingURL");
  });

  it("is its own SHA-256 in base64 to Lambda", () => {
    expect(codeSha256(new Uint8Array())).to.equal("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  });

  it("says where the code is wrong", () => {
    const folder = aFolder();
    writeFileSync(join(folder, "index.ts"), "export const handler = ;\n");
    expect(() => bundle({ entry: join(folder, "index.ts"), root: folder })).to.throw(/index\.ts:1:23/);
  });

  it("makes the folder it is written to", () => {
    const root = aFolder();
    const file = join(root, "not/yet/there.zip");
    const bytes = writeBundle(file, aFunction(root));
    expect(existsSync(file)).to.equal(true);
    expect(bytes).to.deep.equal(bundle(aFunction(root)));
  });
});

describe("the bundle of the transform", () => {
  let zipped: Uint8Array;
  before(() => {
    zipped = bundle();
  });

  it("asks for the AWS SDK and for Node, and brings everything else", () => {
    const asked = [...source(zipped).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!);
    const foreign = asked.filter(
      (name) => !name.startsWith("@aws-sdk/") && !name.startsWith("node:") && !isBuiltin(name),
    );
    expect(foreign).to.deep.equal([]);
  });

  it("exports handler, for AWS, and create, for the simulation", () => {
    expect(existsSync(TRANSFORM_ENTRY)).to.equal(true);
    expect(load(zipped)).to.include.all.keys("handler", "create");
  });
});

describe("the bundle of a variant", () => {
  it("is the function's own where nothing is said", () => {
    expect(sourceOf(stackOptions())).to.deep.equal({});
  });

  for (const transformVariant of VARIANTS.slice(1))
    it(`has the function's door, and other code: ${transformVariant}`, () => {
      const zipped = bundle(sourceOf({ transformVariant }));
      expect(load(zipped)).to.include.all.keys("handler", "create");
      expect(codeSha256(zipped)).to.not.equal(codeSha256(bundle()));
    });

  it("is there for each file of the folder", () => {
    const files = readdirSync(join(PROJECT, "src/variants")).map((file) => file.replace(/\.ts$/, ""));
    expect(files.filter((name) => name !== "variant").sort()).to.deep.equal(VARIANTS.slice(1).sort());
  });
});

/** A function of two modules, as different from the transform as can be. */
function aFunction(root: string, word = "Grüße") {
  mkdirSync(join(root, "lib"), { recursive: true });
  writeFileSync(join(root, "lib/word.ts"), `/** @license somebody's */\nexport const word: string = "${word}";\n`);
  const text = [
    'import { S3Client } from "@aws-sdk/client-s3";',
    'import { word } from "./lib/word.ts";',
    "export const create = () => new S3Client({});",
    "export const handler = ({ name }: { name: string }): string => [word, name].join(', ');",
  ];
  writeFileSync(join(root, "index.ts"), text.join("\n"));
  return { entry: join(root, "index.ts"), root };
}

/** A CommonJS package, as papaparse is. */
function aPackage(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.js"), 'exports.farewell = () => "Auf Wiedersehen";\n');
}

const source = (zipped: Uint8Array) => strFromU8(unzipSync(zipped)["index.js"]!);

/** Runs the module as Lambda would: CommonJS, with the SDK at hand. */
function load(zipped: Uint8Array): Record<string, (...args: unknown[]) => unknown> {
  const module = { exports: {} };
  new Function("module", "exports", "require", source(zipped))(module, module.exports, createRequire(import.meta.url));
  return module.exports;
}

const isBuiltin = (name: string) => process.getBuiltinModule(name) !== undefined;
