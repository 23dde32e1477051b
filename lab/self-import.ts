/**
 * How an experiment outside of this checkout finds the words it is written in. Node asks this hook first for every
 * import:
 *
 *     "serverless-chaos-lab", "serverless-chaos-lab/outputs" -> as this package sees itself (package.json, "exports")
 *     ./anything.js, ./anything.ts                           -> an ES module, whatever package.json is above it
 *
 * Runs in the thread that Node keeps for such hooks.
 */
import type { ResolveHook } from "node:module";

const PACKAGE = new URL("../package.json", import.meta.url).href;
const OWN_NAME = /^serverless-chaos-lab(\/|$)/;
const AUTHORS_FILE = /^file:(?!.*\/node_modules\/).*\.[jt]s$/;
/** What tsx adds to the address of a file that it takes for CommonJS. */
const MARK = /(%3F|\?)tsx-commonjs.*$/;

export const resolve: ResolveHook = async (specifier, context, next) => {
  if (OWN_NAME.test(specifier)) return await next(specifier, { ...context, parentURL: PACKAGE });
  const found = await next(specifier, context);
  const url = found.url.replace(MARK, "");
  // Without a package.json that says otherwise these would be CommonJS, and would get a vocabulary of their own.
  return found.format === "commonjs" && AUTHORS_FILE.test(url) ? { ...found, url, format: "module" } : found;
};
