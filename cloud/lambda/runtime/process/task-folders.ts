import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Code } from "../../code.ts";
import { filesOf } from "./package-files.ts";

/**
 * The folders of a host's functions, all below one that goes with the host:
 *
 *     <base>/node_modules/{@aws-sdk,@smithy}   the SDK, which Lambda's runtimes bring as well
 *     <base>/task/<sha>/                       a package, unpacked once and read by all who run it: /var/task
 *     <base>/opt/<sha>/                        layers, laid over each other: /opt
 *     <base>/tmp/<id>/                         what one process finds as its temporary folder
 *
 * A package lies below the SDK so that `import` finds it, which heeds no NODE_PATH. Files and folders of a package are
 * read-only, as on Lambda (to the superuser nothing is).
 */
export class TaskFolders {
  readonly base: string;
  readonly #unpacked = new Map<string, string>();

  constructor() {
    this.base = realpathSync(mkdtempSync(join(tmpdir(), "chaoslab-lambda-")));
    // Node's search for a package.json ends here, whatever the machine has further up.
    writeFileSync(join(this.base, "package.json"), "{}");
    mkdirSync(join(this.base, "tmp"));
    linkSdk(this.modules);
  }

  get modules(): string {
    return join(this.base, "node_modules");
  }

  /** The folder of a package. @throws LabError when its files cannot safely be unpacked */
  taskOf({ zip, sha256 }: Pick<Code, "zip" | "sha256">): string {
    let folder = this.#unpacked.get(sha256);
    if (!folder) {
      folder = join(this.base, "task", Buffer.from(sha256, "base64").toString("hex"));
      unpack([zip], folder);
      this.#unpacked.set(sha256, folder);
    }
    return folder;
  }

  /** The folder of a function's layers, laid over each other. @throws LabError as `taskOf` */
  optOf(layers: readonly Pick<Code, "zip" | "sha256">[]): string {
    const key = layers.map(({ sha256 }) => sha256).join(" ");
    let folder = this.#unpacked.get(key);
    if (!folder) {
      folder = join(this.base, "opt", createHash("sha256").update(key).digest("hex"));
      unpack(
        layers.map(({ zip }) => zip),
        folder,
      );
      this.#unpacked.set(key, folder);
    }
    return folder;
  }

  temporary(id: string): string {
    const folder = join(this.base, "tmp", id);
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }

  removeTemporary(folder: string): void {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }

  remove(): void {
    for (const folder of this.#unpacked.values()) setModes(folder, 0o755);
    rmSync(this.base, { recursive: true, force: true, maxRetries: 3 });
  }
}

function unpack(zips: readonly Uint8Array[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  // The last file of a name is the one that counts; the others would have made it read-only.
  const files = new Map(zips.flatMap(filesOf).map((file) => [file.path, file]));
  for (const { path, bytes, isExecutable } of files.values()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes, { mode: isExecutable ? 0o555 : 0o444 });
  }
  setModes(folder, 0o555);
}

/** Sets the mode of a folder and of all folders in it. */
function setModes(folder: string, mode: number): void {
  if (mode & 0o200) chmodSync(folder, mode);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) setModes(join(folder, entry.name), mode);
  }
  chmodSync(folder, mode);
}

/** Links the SDK's scopes, and nothing else of this project: what a package forgot to bring is missing here as there. */
function linkSdk(folder: string): void {
  mkdirSync(folder);
  const places = createRequire(import.meta.url).resolve.paths("@aws-sdk/client-s3") ?? [];
  for (const scope of ["@aws-sdk", "@smithy"]) {
    const place = places.map((path) => join(path, scope)).find((path) => existsSync(path));
    if (place) symlinkSync(place, join(folder, scope), "junction");
  }
}
