/**
 * The verdict for whoever reads JUnit's XML: a test suite for the run, a test case for each finding and for each setting
 * that was to be restored.
 *
 *     held, permitted          passed
 *     refuted                  <failure>
 *     invalid, inconclusive    <error>      no pass: nothing was shown, and the exit code is not 0 either
 *     differed, not judged     <skipped>    the signature of a fault is for its reader
 *     no verdict, no restore   <error>
 */
import type { Outcome } from "../../chaos/verdict/finding.ts";
import type { Facts } from "./facts.ts";
import { headlineOf } from "./marks.ts";
import { findingsOf, subjectOf } from "./subject.ts";
import { safe } from "./text.ts";

interface Case {
  readonly group: string;
  readonly name: string;
  readonly says: string;
  readonly state: "passed" | "failure" | "error" | "skipped";
  /** Why it is not passed. */
  readonly type: string;
}

const STATES: Readonly<Record<Outcome, Case["state"]>> = {
  held: "passed",
  permitted: "passed",
  differed: "skipped",
  refuted: "failure",
  invalid: "error",
  inconclusive: "error",
  "not judged": "skipped",
};

export function junit(facts: Facts): string {
  const { journal } = facts;
  const cases = named([...unjudged(facts), ...findings(facts), ...restores(facts)]);
  const of = (state: Case["state"]) => cases.filter((each) => each.state === state).length;
  const counts = `tests="${cases.length}" failures="${of("failure")}" errors="${of("error")}" skipped="${of("skipped")}" time="${journal.duration.toFixed(3)}"`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="chaoslab" ${counts}>`,
    // Readers of JUnit's XML take a time without a zone, and mean UTC.
    `  <testsuite name="${safe(journal.name)}" ${counts} timestamp="${safe(journal.start.slice(0, 19))}">`,
    "    <properties>",
    ...propertiesOf(facts).map(([name, value]) => `      <property name="${name}" value="${safe(value)}"/>`),
    "    </properties>",
    ...cases.flatMap((each) => element(each, journal.name)),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function propertiesOf(facts: Facts): [string, string][] {
  const { id, target, seed, experiment, verdict } = facts.journal;
  return [
    ["run", id],
    ["claim", experiment.title],
    ["verdict", headlineOf(facts).word],
    ["target", target],
    ["seed", String(seed)],
    ...(verdict
      ? ([
          ["objective", verdict.objective.line],
          ["replay", verdict.replay],
        ] as [string, string][])
      : []),
  ];
}

function unjudged(facts: Facts): Case[] {
  if (facts.journal.verdict) return [];
  const { meaning, reasons } = headlineOf(facts);
  const says = [meaning, ...reasons].join(" ");
  return [{ group: "run", name: "the run comes to a verdict", says, state: "error", type: facts.journal.status }];
}

function findings({ journal }: Facts): Case[] {
  return findingsOf(journal).map((finding) => ({
    group: finding.rule,
    name: subjectOf(finding, journal),
    says: finding.says,
    state: STATES[finding.outcome],
    type: finding.outcome,
  }));
}

/** Settings that somebody else has changed meanwhile, or that are gone, need a look as much as those that failed. */
function restores({ journal: { leases } }: Facts): Case[] {
  return leases.map(({ resource, action, restoration }) => ({
    group: "restore",
    name: `${resource} is restored after "${action}"`,
    says: restoration.outcome,
    state: restoration.outcome === "restored" ? "passed" : "error",
    type: restoration.outcome,
  }));
}

/** Readers take cases with one name for one case. */
function named(cases: readonly Case[]): Case[] {
  const seen = new Map<string, number>();
  return cases.map((each) => {
    const name = `${each.group}: ${each.name}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return { ...each, name: times === 1 ? name : `${name} (${times})` };
  });
}

function element({ group, name, says, state, type }: Case, suite: string): string[] {
  const open = `    <testcase classname="${safe(`${suite}.${group}`)}" name="${safe(name)}" time="0"`;
  const told = safe(says, 2000);
  if (state === "passed") return [`${open}>`, `      <system-out>${told}</system-out>`, "    </testcase>"];
  if (state === "skipped") return [`${open}>`, `      <skipped message="${told}"/>`, "    </testcase>"];
  return [`${open}>`, `      <${state} type="${type}" message="${told}">${told}</${state}>`, "    </testcase>"];
}
