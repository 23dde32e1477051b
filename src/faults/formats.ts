/** Text of the parameter -> Configuration, whichever of the three formats it is written in. */

import { type Configuration, parseOwn } from "./configuration.ts";
import { isFlags, isSingleMode, parseFlags, parseSingleMode } from "./failure-lambda.ts";
import { ConfigurationError, Fields } from "./fields.ts";

/** Throws ConfigurationError. */
export function parseConfiguration(text: string): Configuration {
  const fields = new Fields(json(text));
  if (isSingleMode(fields)) return parseSingleMode(fields);
  return isFlags(fields) ? parseFlags(fields) : parseOwn(fields);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigurationError("the parameter: expected JSON");
  }
}
