/**
 * Builds `build/transform.zip`, the code of the function: src/transform/index.ts and everything it imports, in one CommonJS file.
 *
 *     src/transform/index.ts --esbuild--> index.js --zip--> build/transform.zip
 *
 * The same sources give the same bytes from any folder and on any machine, so the hash in the synthesised stack says which code it
 * deploys and nothing else. Run as a program it writes the zip and prints its hash.
 */
import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { zip } from "./archive.ts";
import type { StackOptions } from "./options.ts";

/** The checkout. */
export const PROJECT = resolve(import.meta.dirname, "..");
export const TRANSFORM_ENTRY = join(PROJECT, "src/transform/index.ts");
export const TRANSFORM_ZIP = join(PROJECT, "build/transform.zip");

export interface BundleSource {
  /** The module that exports `handler`; other entries make function variants. */
  readonly entry?: string;
  /** The folder that paths in the bundle's comments are relative to. */
  readonly root?: string;
}

/**
 * The zip of a function: one entry, `index.js`, whose handler is `index.handler`.
 *
 * @throws esbuild's BuildFailure, whose `errors` name file, line and column
 */
export function bundle(source: BundleSource = {}): Uint8Array {
  return zip({ "index.js": bundledModule(source) });
}

/** The build of the function that a deployment asks for: what `bundle` and `writeBundle` are told. */
export function sourceOf({ transformVariant }: Pick<StackOptions, "transformVariant">): BundleSource {
  return transformVariant === "correct" ? {} : { entry: join(PROJECT, `src/variants/${transformVariant}.ts`) };
}

/** Bundles, writes the zip, and returns its bytes. */
export function writeBundle(file = TRANSFORM_ZIP, source: BundleSource = {}): Uint8Array {
  const bytes = bundle(source);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return bytes;
}

/** What Lambda calls CodeSha256. */
export function codeSha256(zipped: Uint8Array): string {
  return createHash("sha256").update(zipped).digest("base64");
}

function bundledModule({ entry = TRANSFORM_ENTRY, root = PROJECT }: BundleSource): Uint8Array {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    absWorkingDir: root, // paths in the output are relative to it
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node22",
    external: ["@aws-sdk/*"], // nodejs22.x brings version 3 of the SDK
    minifySyntax: true, // but names and lines stay, for the stack traces of a workshop
    legalComments: "inline", // a licence travels with the code it covers
    charset: "utf8",
    tsconfigRaw: "{}", // no tsconfig.json above the entry has a say
    logLevel: "silent", // errors are thrown
  });
  return new TextEncoder().encode(withoutInstallation(outputFiles[0]!.text));
}

/**
 * esbuild heads each module with its path. That of a package says where it was installed: beside the code, in a folder above, behind a
 * link. From `node_modules/` on it is the same everywhere.
 */
function withoutInstallation(text: string): string {
  return text.replace(/^(\/\/ | {2}")[^"\n]*\/node_modules\//gm, "$1node_modules/");
}

// Node resolves links in a module's URL and leaves them in argv.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const bytes = writeBundle();
  console.log(`${relative(process.cwd(), TRANSFORM_ZIP)} ${bytes.length} bytes, sha256 ${codeSha256(bytes)}`);
}
