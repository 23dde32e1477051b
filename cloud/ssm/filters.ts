import { invalid, invalidFilterKey, invalidFilterOption, invalidFilterValue } from "./errors.ts";
import { checkLevel, isBelow, isPath, keyOf } from "./name.ts";
import type { Parameter } from "./parameter.ts";

/** Filters over parameters, as DescribeParameters and GetParametersByPath take them: all of them must match. */
export interface Filter {
  readonly Key?: string | undefined;
  readonly Option?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

/** Makes one test of the filters; refuses those that the operation does not take. */
export function selection(filters: readonly Filter[], taken: "described" | "by path"): (it: Parameter) => boolean {
  const keys = new Set<string>();
  const tests = filters.map((filter) => {
    const { Key = "", Option = defaultOption(Key), Values = [] } = filter;
    check({ Key, Option, Values }, taken);
    if (keys.has(Key)) throw invalidFilterKey(duplicated(Key));
    keys.add(Key);
    return testOf(Key, Option, Values);
  });
  return (parameter) => tests.every((test) => test(parameter));
}

function defaultOption(key: string): string {
  return key === "Path" ? "OneLevel" : "Equals";
}

/** As AWS lists them to who takes another; labels are taken, too, and not listed. */
const KEYS = {
  described: ["Path", "Name", "Type", "KeyId", "Tier", "DataType"],
  "by path": ["Type", "KeyId"],
};

const ENUMS: Readonly<Record<string, readonly string[]>> = {
  Type: ["String", "StringList", "SecureString"],
  Tier: ["Standard", "Advanced", "Intelligent-Tiering"],
};

function check({ Key, Option, Values }: Required<Filter>, taken: "described" | "by path"): void {
  const tag = Key?.startsWith("tag:") && taken === "described";
  const label = Key === "Label" && taken === "by path";
  if (!tag && !label && !KEYS[taken].includes(Key!)) {
    throw invalidFilterKey(
      `The following filter key is not valid: ${Key}. Valid filter keys include: [${KEYS[taken].join(", ")}].`,
    );
  }
  if (!tag && Values!.length === 0) {
    throw invalidFilterValue(`The following filter values are missing : null for filter key ${Key}.`);
  }
  const options = optionsOf(Key!);
  if (!options.includes(Option!)) {
    throw invalidFilterOption(
      `The following filter option is not valid: ${Option}. Valid options include: [${options.join(", ")}].`,
    );
  }
  const wrong = Values!.find((value) => ENUMS[Key!] && !ENUMS[Key!]!.includes(value));
  if (wrong !== undefined) {
    throw invalidFilterValue(
      `The following filter value is not valid: ${wrong}. Valid values include: [${ENUMS[Key!]!.join(", ")}].`,
    );
  }
  if (Key !== "Path") return;
  for (const value of Values!) {
    checkGlobal(value);
    checkLevel(value);
  }
}

function optionsOf(key: string): string[] {
  if (key === "Path") return ["Recursive", "OneLevel"];
  if (key === "Label") return ["Equals"];
  return key === "Name" ? ["BeginsWith", "Equals", "Contains"] : ["BeginsWith", "Equals"];
}

function checkGlobal(path: string): void {
  if (!/^\/(aws|ssm)/i.test(path)) return;
  throw invalid(
    'Filters for common parameters can\'t be prefixed with "aws" or "ssm" (case-insensitive). When using global parameters, please specify within a global namespace.',
  );
}

function duplicated(key: string): string {
  return `The following filter is duplicated in the request: ${key}. A request can contain only one occurrence of a specific filter.`;
}

function testOf(key: string, option: string, values: readonly string[]): (it: Parameter) => boolean {
  if (key === "Path") return ({ name }) => values.some((path) => isBelow(keyOf(name), path, option === "Recursive"));
  if (key.startsWith("tag:")) {
    const tag = key.slice("tag:".length);
    return ({ tags }) => Object.hasOwn(tags, tag) && (values.length === 0 || fits(tags[tag]!, option, values));
  }
  if (key === "Label") return ({ labels }) => values.some((label) => labels.find(label) !== undefined);
  if (key === "Name" && option !== "Contains") {
    return ({ name }) => fits(rooted(name), option, values.map(rooted));
  }
  return (parameter) => {
    const value = propertyOf(parameter, key);
    return value !== undefined && fits(value, option, values);
  };
}

/** Names without hierarchy are compared as if all began with a slash. */
function rooted(name: string): string {
  return isPath(name) || name.startsWith("/") ? name : `/${name}`;
}

function propertyOf({ name, latest }: Parameter, key: string): string | undefined {
  if (key === "Name") return name;
  return { Type: latest.type, KeyId: latest.keyId, Tier: latest.tier, DataType: latest.dataType }[key];
}

function fits(value: string, option: string, candidates: readonly string[]): boolean {
  return candidates.some((candidate) => {
    if (option === "BeginsWith") return value.startsWith(candidate);
    return option === "Contains" ? value.includes(candidate) : value === candidate;
  });
}
