/**
 * The two published configuration formats of the npm package failure-lambda, so that a team that has them can bring
 * them along (https://github.com/gunnargrosch/failure-lambda, README and CHANGELOG):
 *
 *     0.x   {"isEnabled": true, "failureMode": "latency", "rate": 0.5, "minLatency": 100, "maxLatency": 400}
 *     1.x   {"latency": {"enabled": true, "percentage": 50, "min_latency": 100, "max_latency": 400}, "exception": {...}}
 *
 * Modes that would do nothing to an asynchronous run (statuscode and corruption change an answer that nobody reads) or
 * that we do not have (diskspace), and flags narrowed to some events by `match`, are not injected but reported.
 * `seed` and `expiresAt` may be added to both.
 */

import {
  type Configuration,
  DEFAULT_MESSAGE,
  type DeniedHosts,
  type Exception,
  type Latency,
  LEASE,
  leaseOf,
  type Timeout,
  WAIT,
} from "./configuration.ts";
import { ConfigurationError, type Fields } from "./fields.ts";

const SINGLE_KEYS = ["isEnabled", "failureMode"];
const NOT_INJECTED = ["statuscode", "diskspace", "corruption"];
const INJECTED = ["latency", "timeout", "denylist", "exception"];
const MODES = [...INJECTED, ...NOT_INJECTED];

/** Whether this is the single mode of 0.x. */
export function isSingleMode(fields: Fields): boolean {
  return SINGLE_KEYS.some((key) => fields.has(key));
}

/** Whether these are the flags of 1.x: modes that are `enabled` or not, or modes that only it has. */
export function isFlags(fields: Fields): boolean {
  return MODES.some((mode) => fields.has(mode) && (!OUR_NAMES.includes(mode) || fields.within(mode).has("enabled")));
}

/** Fault names that the 1.x format and ours have in common. */
const OUR_NAMES = ["latency", "timeout", "exception"];

/** 0.x. Throws ConfigurationError. */
export function parseSingleMode(fields: Fields): Configuration {
  const lease = leaseOf(fields);
  if (!fields.boolean("isEnabled")) return { ...lease, ignored: [] };
  const mode = fields.text("failureMode");
  // without a rate 0.x never strikes (`Math.random() < undefined`), so a missing one cannot be meant
  const probability = fields.number("rate", { min: 0, max: 1 });
  switch (mode) {
    case "latency":
      return { ...lease, latency: latency(probability, fields, "minLatency", "maxLatency"), ignored: [] };
    case "exception":
      return { ...lease, exception: exception(probability, message(fields)), ignored: [] };
    case "denylist":
    case "blacklist": // its name before 0.3
      return { ...lease, deniedHosts: { probability, hosts: fields.patterns(mode) }, ignored: [] };
    default:
      if (!NOT_INJECTED.includes(mode))
        throw new ConfigurationError(`failureMode: expected one of ${MODES.join(", ")}`);
      return { ...lease, ignored: [mode] };
  }
}

/** The documentation of 0.x writes `exceptionMsg`; `exceptionMessage` is met in the wild. */
function message(fields: Fields): string {
  return fields.text("exceptionMsg", fields.text("exceptionMessage", DEFAULT_MESSAGE));
}

/** 1.x. Throws ConfigurationError. */
export function parseFlags(fields: Fields): Configuration {
  fields.only([...LEASE, ...MODES]);
  const enabled = MODES.filter((mode) => fields.has(mode) && fields.within(mode).boolean("enabled"));
  const ignored = enabled.flatMap((mode) => {
    if (NOT_INJECTED.includes(mode)) return [mode];
    return fields.within(mode).has("match") ? [`${mode} with match`] : [];
  });
  const flags = enabled.filter((mode) => INJECTED.includes(mode) && !fields.within(mode).has("match"));
  return Object.assign({ ...leaseOf(fields), ignored }, ...flags.map((mode) => flag(mode, fields.within(mode))));
}

function flag(mode: string, fields: Fields): Partial<Configuration> {
  const probability = probabilityOf(fields);
  if (mode === "latency") return { latency: latency(probability, fields, "min_latency", "max_latency") };
  if (mode === "timeout") return { timeout: timeout(probability, fields) };
  if (mode === "denylist") return { deniedHosts: deniedHosts(probability, fields) };
  return { exception: exception(probability, fields.text("exception_msg", DEFAULT_MESSAGE)) };
}

/** `percentage` (0-100) in the released 1.x, `rate` (0-1) in the versions on the way to it; both default to always. */
function probabilityOf(fields: Fields): number {
  if (fields.has("rate")) return fields.number("rate", { min: 0, max: 1 });
  return fields.number("percentage", { min: 0, max: 100, whole: true, otherwise: 100 }) / 100;
}

function latency(probability: number, fields: Fields, min: string, max: string): Latency {
  const minMilliseconds = fields.number(min, { ...WAIT, otherwise: 0 });
  const maxMilliseconds = fields.number(max, { ...WAIT, min: minMilliseconds, otherwise: minMilliseconds });
  return { probability, minMilliseconds, maxMilliseconds };
}

function timeout(probability: number, fields: Fields): Timeout {
  return { probability, bufferMilliseconds: fields.number("timeout_buffer_ms", { ...WAIT, otherwise: 0 }) };
}

function deniedHosts(probability: number, fields: Fields): DeniedHosts {
  return { probability, hosts: fields.patterns("deny_list") };
}

function exception(probability: number, text: string): Exception {
  return { probability, message: text, when: "before" };
}
