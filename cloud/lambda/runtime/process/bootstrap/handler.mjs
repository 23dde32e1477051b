/**
 * Finds the function that a handler's name means, by the rules of Lambda's Node runtime:
 *
 *     folder/file.handler    file, file.js, file.mjs or file.cjs below the package's root, whichever comes first
 *
 * A .js file is an ES module if the nearest package.json of the package says so.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { handlerNotFound, importModuleError, malformedHandlerName, userCodeSyntaxError } from "./errors.mjs";

const require = createRequire(import.meta.url);

export async function load(root, name) {
  if (name.includes("..")) {
    throw malformedHandlerName(
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const file = basename(name);
  const folder = name.slice(0, name.length - file.length);
  const [, module, path] = /^([^.]*)\.(.*)$/.exec(file) ?? [];
  if (path === undefined) throw malformedHandlerName("Bad handler");
  const exported = await imported(root, folder, module);
  const handler = path.split(".").reduce((nested, key) => nested?.[key], exported);
  if (!handler) throw handlerNotFound(`${name} is undefined or not exported`);
  if (typeof handler !== "function") throw handlerNotFound(`${name} is not a function`);
  return handler;
}

async function imported(root, folder, module) {
  try {
    return await evaluated(root, folder, module);
  } catch (error) {
    if (error instanceof SyntaxError) throw userCodeSyntaxError(error);
    if (error?.code === "MODULE_NOT_FOUND") throw importModuleError(error);
    throw error;
  }
}

async function evaluated(root, folder, module) {
  const path = resolve(root, folder, module);
  const isModule = saysModule(dirname(path), root);
  const candidates = [
    [path, require],
    [`${path}.js`, isModule ? importFile : require],
    [`${path}.mjs`, importFile],
    [`${path}.cjs`, require],
  ];
  for (const [candidate, evaluate] of candidates) if (existsSync(candidate)) return evaluate(candidate);
  return require(require.resolve(module, { paths: [root, resolve(root, folder)] }));
}

function importFile(path) {
  return import(pathToFileURL(path).href);
}

/** Whether the nearest package.json, from the file's folder up to the package's root, says `"type": "module"`. */
function saysModule(folder, root) {
  const file = resolve(folder, "package.json");
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, "utf8")).type === "module";
    } catch {
      return false;
    }
  }
  return folder !== root && folder !== dirname(folder) && saysModule(dirname(folder), root);
}
