import { AwsError } from "./errors.ts";

/**
 * What requests may hold, by AWS's models (their constraint traits), and the sentence that AWS's common request
 * validation has for those that hold something else. It is looked at before anybody asks whether the caller may.
 *
 *     2 validation errors detected: Value 'a b' at 'name' failed to satisfy constraint: Member must ...; Value ...
 */
export type Rules = Readonly<Record<string, Rule>>;

export interface Rule {
  /** Least and most: of the length of texts and lists, of the value of numbers. */
  readonly min?: number;
  readonly max?: number;
  /** As AWS prints it; the whole text must fit. */
  readonly pattern?: string;
  readonly values?: readonly string[];
  /** Of lists: what each entry may be. */
  readonly each?: Rule;
  /** Of structures. */
  readonly members?: Rules;
}

/** What services do in their own way. */
export interface Sentence {
  readonly code: string;
  /** Whether the refused value is repeated. IAM keeps it to itself since 2026. */
  readonly showsValue: boolean;
  /** Whether the rules for entries of a list end with `Member must not be null`. */
  readonly saysNotNull?: boolean;
}

/** Throws one error that names everything the request may not hold. Members that are absent are not looked at. */
export function checkConstraints(input: object, rules: Rules, sentence: Sentence): void {
  const complaints = complaintsIn(input, rules, "", sentence);
  if (complaints.length === 0) return;
  const count = complaints.length === 1 ? "1 validation error" : `${complaints.length} validation errors`;
  throw new AwsError(sentence.code, `${count} detected: ${complaints.join("; ")}`, 400);
}

function complaintsIn(input: object, rules: Rules, path: string, sentence: Sentence): string[] {
  const members = input as Readonly<Record<string, unknown>>;
  return Object.entries(rules).flatMap(([name, rule]) => {
    const value = members[name];
    return value === undefined ? [] : complaintsAbout(value, rule, path + wireName(name), sentence);
  });
}

function complaintsAbout(value: unknown, rule: Rule, path: string, sentence: Sentence): string[] {
  const complain = (demand: string) => {
    const shown = sentence.showsValue ? ` '${Array.isArray(value) ? `[${value.join(", ")}]` : value}'` : "";
    return `Value${shown} at '${path}' failed to satisfy constraint: ${demand}`;
  };
  const complaints = demandsOf(rule, value)
    .filter(({ met }) => !met)
    .map(({ demand }) => complain(demand));
  const { each, members } = rule;
  if (members) complaints.push(...complaintsIn(value as object, members, `${path}.`, sentence));
  if (!Array.isArray(value) || !each) return complaints;
  if (each.members) {
    return [
      ...complaints,
      ...value.flatMap((one, i) => complaintsAbout(one, each, `${path}.${i + 1}.member`, sentence)),
    ];
  }
  if (value.every((one) => demandsOf(each, one).every(({ met }) => met))) return complaints;
  const demands = demandsOf(each, "").map(({ demand }) => demand);
  if (sentence.saysNotNull) demands.push("Member must not be null");
  return [...complaints, complain(`Member must satisfy constraint: [${demands.join(", ")}]`)];
}

interface Demand {
  readonly demand: string;
  readonly met: boolean;
}

/** In the order in which AWS lists them. */
function demandsOf({ min, max, pattern, values }: Rule, value: unknown): Demand[] {
  const size = typeof value === "number" ? value : ((value as { length?: number }).length ?? 0);
  const what = typeof value === "number" ? "value" : "length";
  const demands: Demand[] = [];
  const demand = (text: string, met: boolean) => demands.push({ demand: `Member must ${text}`, met });
  if (values) demand(`satisfy enum value set: [${values.join(", ")}]`, values.includes(String(value)));
  if (max !== undefined) demand(`have ${what} less than or equal to ${max}`, size <= max);
  if (min !== undefined) demand(`have ${what} greater than or equal to ${min}`, size >= min);
  if (pattern !== undefined)
    demand(`satisfy regular expression pattern: ${pattern}`, expressionOf(pattern).test(String(value)));
  return demands;
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  let expression = expressions.get(pattern);
  if (!expression) {
    expression = new RegExp(`^(?:${pattern})$`, "u");
    expressions.set(pattern, expression);
  }
  return expression;
}

/** AWS's validation writes members as Java would: `roleName`. */
function wireName(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}
