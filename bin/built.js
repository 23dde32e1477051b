/**
 * The lab's programs as one bundle under `build/program/`, because reading hundreds of TypeScript files one by one
 * takes longer than all else at a start.
 *
 *     sources --hash--> the one that was built from? --yes--> build/program/ID/lab/main.js
 *                                 '--no--> build, then the same          not possible: undefined, take the sources
 *
 * The hash is over what was read while building, so a bundle is never older than its sources. A build is written beside
 * the others and named in `build/program.json` when it is whole: several may start at once.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const CHECKOUT = fileURLToPath(new URL("..", import.meta.url));
const FOLDER = join(CHECKOUT, "build/program");
const NAME = `${FOLDER}.json`;
const PROGRAMS = ["lab/main.ts", "lab/flagship.ts", "lab/score/worker.ts", "lab/live/wrong-clock-client.ts"];
/** What the bundle depends on beside the modules in it: how it is built, and which experiments there are. */
const ALWAYS = ["bin/built.js", "tsconfig.json", "experiments"];
const A_DAY = 86_400_000;

/** The address of a program's bundle, which is as the sources are now; undefined when there can be none. */
export async function built(program) {
  try {
    const { folder } = fresh() ?? (await build());
    const path = join(FOLDER, folder, program.replace(/\.ts$/, ".js"));
    return existsSync(path) ? pathToFileURL(path).href : undefined;
  } catch {
    // A folder that cannot be written, or a source with an error in it: tsx takes the first and words the second.
    return undefined;
  }
}

function fresh() {
  try {
    const known = named();
    const isSame = existsSync(join(FOLDER, known.folder)) && known.hash === hashOf(known.files, contentOf);
    return isSame ? known : undefined;
  } catch {
    return undefined;
  }
}

function named() {
  return JSON.parse(readFileSync(NAME, "utf8"));
}

/** The checkout's place is part of it, because modules know where their sources lie. */
function hashOf(files, content) {
  const hash = createHash("sha256").update(CHECKOUT);
  for (const file of files) {
    const bytes = content(file);
    hash.update(`\n${file} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

function contentOf(file) {
  const path = join(CHECKOUT, file);
  return statSync(path).isDirectory() ? Buffer.from(readdirSync(path).sort().join("\n")) : readFileSync(path);
}

async function build() {
  const esbuild = await import("esbuild");
  mkdirSync(FOLDER, { recursive: true });
  const folder = `${Date.now().toString(36)}-${process.pid}`;
  const old = outdated();
  const read = new Map(ALWAYS.map((file) => [file, contentOf(file)]));
  const { outputFiles } = await esbuild.build({
    entryPoints: PROGRAMS,
    absWorkingDir: CHECKOUT,
    outbase: CHECKOUT,
    outdir: join(FOLDER, folder),
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    banner: {
      js: 'import { createRequire as requireFor } from "node:module"; const require = requireFor(import.meta.url);',
    },
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "silent",
    plugins: [commonJsPackages, sourcesIn(read)],
  });
  await esbuild.stop();
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  const files = [...read.keys()].sort();
  const known = { folder, hash: hashOf(files, (file) => read.get(file)), files };
  writeFileSync(join(FOLDER, folder, "name.json"), JSON.stringify(known));
  renameSync(join(FOLDER, folder, "name.json"), NAME);
  for (const path of old) rmSync(path, { recursive: true, force: true });
  return known;
}

/** Others may run from an older bundle, and load more of it: that of the last start stays, and those of today. */
function outdated() {
  const last = existsSync(NAME) ? named().folder : undefined;
  const older = readdirSync(FOLDER).filter((folder) => folder !== last);
  return older.map((folder) => join(FOLDER, folder)).filter((path) => Date.now() - statSync(path).mtimeMs > A_DAY);
}

/** Modules find what lies beside them where it lay, and the bundle's hash is of the very bytes that went into it. */
const sourcesIn = (read) => ({
  name: "sources",
  setup({ onLoad }) {
    onLoad({ filter: /\.(ts|json)$/ }, ({ path }) => {
      const bytes = readFileSync(path);
      read.set(relative(CHECKOUT, path), bytes);
      const contents = bytes
        .toString("utf8")
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: path.endsWith(".ts") ? "ts" : "json" };
    });
  },
});

/**
 * The AWS SDK is CommonJS without saying so: to an `import` Node compiles each file twice and reads it for its exports,
 * to a `require` it is just run.
 */
const commonJsPackages = {
  name: "CommonJS packages",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@(aws-sdk|smithy)\// }, ({ path, kind }) =>
      kind === "require-call" ? { path, external: true } : { path, namespace: "required" },
    );
    onLoad({ filter: /./, namespace: "required" }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};
