import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import { invalid, parameterNotFound, parameterVersionNotFound } from "./errors.ts";
import type { SsmFact } from "./facts.ts";
import { arnOf, checkNewName, keyOf, type Reference, referenceOf } from "./name.ts";
import { type Draft, Parameter, type Version } from "./parameter.ts";

/** Systems Manager's Parameter Store: parameters by name. Sharing and parameter policies' effects are not served. */
export class SsmService {
  readonly place: Place;
  readonly #clock: Clock;
  readonly #feed: Feed<SsmFact>;
  readonly #parameters = new Map<string, Parameter>();

  constructor(wiring: { clock: Clock; feed: Feed<SsmFact>; place: Place }) {
    this.place = wiring.place;
    this.#clock = wiring.clock;
    this.#feed = wiring.feed;
  }

  put(name: string, by: string, draft: Draft, tags: Record<string, string> | undefined): Version {
    checkNewName(name);
    if (draft.overwrite && tags) throw invalid(NOT_TOGETHER);
    const key = keyOf(name);
    const parameter = this.#parameters.get(key) ?? new Parameter(name, arnOf(name, this.place));
    const version = parameter.put(this.#clock.now(), by, draft);
    if (tags) parameter.tags = tags;
    this.#parameters.set(key, parameter);
    this.#feed.record({ kind: "ParameterPut", parameter: parameter.name, version: version.version });
    return version;
  }

  /** By name or ARN, with or without `:version` or `:label`. Throws when there is no such parameter or version. */
  read(text: string): Reading {
    const reference = referenceOf(text);
    const parameter = this.#parameters.get(reference.key);
    if (!parameter) throw parameterNotFound();
    const { name = parameter.name, selector } = reference;
    return { parameter, version: versionOf(parameter, reference), name, selector };
  }

  /** Gives labels to a version, the latest if none is named; they leave whichever had them. Throws if there is none. */
  label(name: string, number: number | undefined, labels: readonly string[]): { version: number; refused: string[] } {
    const { parameter, version } = this.version(name, number);
    const refused = parameter.labels.attach(version.version, labels);
    const attached = labels.filter((label) => !refused.includes(label));
    this.#feed.record({
      kind: "ParameterLabelled",
      parameter: parameter.name,
      version: version.version,
      labels: attached,
    });
    return { version: version.version, refused };
  }

  /** A version by its number, the latest if none is given. */
  version(name: string, number: number | undefined): { parameter: Parameter; version: Version } {
    const parameter = this.find(name);
    if (!parameter) throw parameterNotFound();
    const version = number === undefined ? parameter.latest : parameter.versions.find((it) => it.version === number);
    if (!version) throw parameterVersionNotFound(String(number), parameter.name);
    return { parameter, version };
  }

  /** What a read would find, if there is anything: by name or ARN, whatever is selected of it. */
  peek(text: string): Parameter | undefined {
    const arn = /^arn:[^:]+:ssm:[^:]*:[^:]*:parameter\/(.*)$/.exec(text)?.[1];
    const [name] = (arn ?? text).trim().split(":");
    return this.#parameters.get(keyOf(arn?.includes("/") ? `/${name}` : name!));
  }

  find(name: string): Parameter | undefined {
    return this.#parameters.get(keyOf(name));
  }

  /** In the order of their names: AWS promises none. */
  all(): Parameter[] {
    return [...this.#parameters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Whether there was one to delete. */
  remove(name: string): boolean {
    const parameter = this.find(name);
    if (!parameter) return false;
    this.#parameters.delete(keyOf(name));
    this.#feed.record({ kind: "ParameterDeleted", parameter: parameter.name });
    return true;
  }
}

/** What a read found, and the name it is to be shown by. */
export interface Reading {
  readonly parameter: Parameter;
  readonly version: Version;
  readonly name: string;
  readonly selector: string | undefined;
}

const NOT_TOGETHER =
  "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.";

function versionOf(parameter: Parameter, { selector }: Reference): Version {
  if (selector === undefined) return parameter.latest;
  const version = parameter.find(selector.slice(1));
  if (!version) throw parameterVersionNotFound(selector.slice(1), parameter.name);
  return version;
}
