import type { TimedFault } from "../../chaos/aws.ts";
import type { DoorFault, LinkFault } from "../../chaos/world.ts";
import type { Cloud, Services } from "../../cloud/cloud.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import { isLike } from "../../cloud/kernel/glob.ts";
import { type Check, expected, isRecord, nameOf, number, oneOf, optional, shape, whole } from "../form.ts";

/** What a fault may name: each service with its operations, and the wires. */
export interface Names {
  readonly operations: ReadonlyMap<string, readonly string[]>;
  readonly links: readonly string[];
}

export function namesIn({ houses, links }: Pick<Cloud, "houses" | "links">): Names {
  const services = Object.keys(houses.services) as (keyof Services)[];
  return {
    operations: new Map(services.map((name) => [name, Object.keys(houses[name].operations).sort()])),
    links: Object.keys(links),
  };
}

/**
 * Reads a fault that somebody wrote down; what may be left out is said in the answer.
 *
 * @param now milliseconds since 1970
 * @throws LabError LAB_FAULT_INVALID, each line of which names the place, what was found there and what was expected
 */
export function faultIn(said: unknown, names: Names, now: number): TimedFault {
  const complaints = complaintsAbout(said, names, now);
  if (complaints.length > 0) {
    throw new LabError(
      "LAB_FAULT_INVALID",
      complaints.join("\n"),
      "docs/faults-over-http.md shows each kind of fault.",
    );
  }
  const { ttlSeconds, expiresAt, ...fault } = said as Said;
  const end = ttlSeconds !== undefined ? now + ttlSeconds * 1000 : expiresAt && Date.parse(expiresAt);
  const timed = end ? { expiresAt: new Date(end).toISOString() } : {};
  if ("link" in fault) {
    const { kind, probability = 1 } = fault.fault;
    const { min, max } = fault.fault as Span;
    const planned = kind === "delay" ? { kind, probability, min, max } : { kind, probability };
    return { link: fault.link, fault: planned, ...timed };
  }
  return { door: { ...DEFAULTS, ...fault.door, effect: effectIn(fault.door.effect) }, ...timed };
}

function complaintsAbout(said: unknown, names: Names, now: number): string[] {
  if (!isRecord(said) || "link" in said === "door" in said) {
    return [expected('an object with either "link" and "fault", or "door"', said, "the fault")];
  }
  return "link" in said ? linkComplaints(said, names, now) : doorComplaints(said, names, now);
}

type Span = { readonly min: number; readonly max: number };
type Said = { readonly ttlSeconds?: number; readonly expiresAt?: string } & (
  | { readonly link: string; readonly fault: LinkFault }
  | { readonly door: DoorFault }
);

const DEFAULTS = { service: "*", operation: "*", probability: 1, when: "before" } as const;
const MESSAGE = "A fault strikes this request.";

function effectIn(effect: DoorFault["effect"]): DoorFault["effect"] {
  if (!("error" in effect)) return effect;
  const { code, status, message = MESSAGE } = effect.error;
  return { error: { code, message, status } };
}

/** Milliseconds in a day: nothing is held back longer. */
const DAY = 24 * 3_600_000;
/** A week, in seconds. */
const LONGEST = 7 * 24 * 3600;

const probability = optional(number(0, 1));
const time = number(0, DAY);
const ttlSeconds = optional(number(0.001, LONGEST));

const linkComplaints = (said: object, { links }: Names, now: number) =>
  shape<Said & { link: string }>({
    link: nameOf(links),
    fault: (found, place) => {
      const { kind } = isRecord(found) ? found : {};
      const named = oneOf("lose", "duplicate", "delay");
      if (kind !== "delay") return shape<LinkFault>({ kind: named, probability })(found, place);
      return shape<LinkFault & { kind: "delay" }>({ kind: named, probability, min: time, max: time })(
        found,
        place,
      ).concat(inOrder(found as Span, place));
    },
    ttlSeconds,
    expiresAt: until(now, said),
  })(said, "");

const doorComplaints = (said: object, { operations }: Names, now: number) =>
  shape<Said & { door: DoorFault }>({
    door: (found, place) => {
      const pattern = isRecord(found) && typeof found.service === "string" ? found.service : "*";
      const services = [...operations.keys()];
      const here = services.filter((service) => isLike(pattern, service));
      const known = (here.length > 0 ? here : services).flatMap((service) => operations.get(service) ?? []);
      return shape<DoorFault>({
        service: optional(likeSome([...services])),
        operation: optional(likeSome([...new Set(known)])),
        resource: optional(words(2048)),
        principal: optional(words(2048)),
        probability,
        when: optional(oneOf("before", "after")),
        effect,
      })(found, place);
    },
    ttlSeconds,
    expiresAt: until(now, said),
  })(said, "");

const EFFECTS = ["error", "latency", "silence"];

const effect: Check = (found, place) => {
  const [name = "", ...others] = isRecord(found) ? Object.keys(found) : [];
  if (!isRecord(found) || others.length > 0 || !EFFECTS.includes(name)) {
    return [expected('one of {"error"}, {"latency"}, {"silence"}', found, place)];
  }
  if ("latency" in found) {
    const span = shape<Span>({ min: time, max: time });
    const complaints = span(found.latency, `${place}.latency`);
    return complaints.length > 0 ? complaints : inOrder(found.latency as Span, `${place}.latency`);
  }
  if ("silence" in found) {
    return found.silence === true ? [] : [expected("true", found.silence, `${place}.silence`)];
  }
  type Effect = Extract<DoorFault["effect"], { error: unknown }>;
  const error = shape<Effect["error"]>({ code, status: whole(400, 599), message: optional(words(1024)) });
  return shape<Effect>({ error })(found, place);
};

/** Codes travel in headers and in XML; AWS's own have dots, and no other signs. */
const code: Check = (found, place) =>
  typeof found === "string" && /^[A-Za-z][\w.]{0,127}$/.test(found)
    ? []
    : [expected('an error code of AWS, like "SlowDown"', found, place)];

function words(longest: number): Check {
  return (found, place) =>
    typeof found === "string" && found !== "" && found.length <= longest
      ? []
      : [expected(`a text of 1 to ${longest} characters`, found, place)];
}

/** A name, or a pattern with `*` that at least one name is like. */
function likeSome(names: readonly string[]): Check {
  return (found, place) => {
    if (typeof found !== "string" || !found.includes("*")) return nameOf(names)(found, place);
    return names.some((name) => isLike(found, name)) ? [] : [expected("a pattern that fits something", found, place)];
  };
}

function inOrder({ min, max }: Span, place: string): string[] {
  return min > max ? [expected(`at most max, which is ${max}`, min, `${place}.min`)] : [];
}

function until(now: number, said: object): Check {
  return (found, place) => {
    if (found === undefined) return [];
    if ("ttlSeconds" in said) return [expected("nothing beside ttlSeconds", found, place)];
    const end = typeof found === "string" && INSTANT.test(found) ? Date.parse(found) : Number.NaN;
    if (end > now && end <= now + LONGEST * 1000) return [];
    const example = new Date(now + 60_000).toISOString();
    return [expected(`an instant within the next seven days, like "${example}"`, found, place)];
  };
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
