import { createRequire, isBuiltin } from "node:module";
import { posix } from "node:path";
import { Script } from "node:vm";
import { unzipSync } from "fflate";
import { TASK_ROOT } from "./node-error.ts";

/**
 * The code of a deployment package, compiled once and evaluated as often as environments start: each gets module state
 * of its own, as each process on AWS does.
 *
 * CommonJS only. A module may require Node's builtins, the AWS SDK (which this project brings, as Lambda's runtimes
 * do), and files of its package by relative path.
 */
export class Bundle {
  readonly #files: Readonly<Record<string, Uint8Array>>;
  readonly #compiled = new Map<string, Script>();

  constructor(zip: Uint8Array) {
    this.#files = unzipSync(zip);
  }

  /** Evaluates the module that a handler names, with `scope` in the place of globals. */
  load(path: string, scope: ModuleScope): unknown {
    const file = this.#resolve(path);
    if (file === undefined) throw new ModuleNotFound(posix.basename(path), `${TASK_ROOT}/`);
    return this.#evaluate(file, scope, new Map());
  }

  #evaluate(file: string, scope: ModuleScope, loaded: Map<string, { exports: unknown }>): unknown {
    const known = loaded.get(file);
    if (known) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    loaded.set(file, module);
    if (file.endsWith(".json")) module.exports = JSON.parse(Buffer.from(this.#files[file]!).toString());
    else {
      const require = (name: string) => this.#require(name, file, scope, loaded);
      const path = `${TASK_ROOT}/${file}`;
      const run = this.#compile(file).runInThisContext() as ModuleFunction;
      run.call(
        module.exports,
        module.exports,
        require,
        module,
        path,
        posix.dirname(path),
        scope.console,
        scope.process,
      );
    }
    return module.exports;
  }

  #compile(file: string): Script {
    let script = this.#compiled.get(file);
    if (!script) {
      const source = Buffer.from(this.#files[file]!).toString();
      const options = { filename: `${TASK_ROOT}/${file}`, columnOffset: -WRAPPER.length };
      script = new Script(`${WRAPPER}${source}\n})`, options);
      this.#compiled.set(file, script);
    }
    return script;
  }

  #require(name: string, from: string, scope: ModuleScope, loaded: Map<string, { exports: unknown }>): unknown {
    if (isBuiltin(name) || name.startsWith("@aws-sdk/")) return ours(name);
    const file = name.startsWith(".") ? this.#resolve(posix.join(posix.dirname(from), name)) : undefined;
    if (file === undefined) throw new ModuleNotFound(name, `${TASK_ROOT}/${from}`);
    return this.#evaluate(file, scope, loaded);
  }

  #resolve(path: string): string | undefined {
    const candidates = [path, `${path}.js`, `${path}.cjs`, `${path}.json`, posix.join(path, "index.js")];
    return candidates.map((candidate) => posix.normalize(candidate)).find((candidate) => candidate in this.#files);
  }
}

const ours = createRequire(import.meta.url);
const WRAPPER = "(function (exports, require, module, __filename, __dirname, console, process) {";

type ModuleFunction = (this: unknown, ...scope: unknown[]) => void;

/** What the code sees in the place of this process's own. */
export interface ModuleScope {
  readonly console: object;
  readonly process: object;
}

/** Node's error for a module that is not there, in Node's words. */
export class ModuleNotFound extends Error {
  readonly code = "MODULE_NOT_FOUND";

  constructor(name: string, from: string) {
    super(`Cannot find module '${name}'\nRequire stack:\n- ${from}`);
  }
}
