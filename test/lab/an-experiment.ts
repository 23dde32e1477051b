import type { Shell } from "./a-shell.ts";

/** The parts of a small experiment as source text; each may be written otherwise. */
export interface Parts {
  readonly head?: string;
  readonly title?: string;
  readonly load?: string;
  readonly hypothesis?: string;
  readonly method?: string;
  readonly rollbacks?: string;
  readonly more?: string;
}

/** A fault that changes a setting, and waits a minute. */
export const LEASE = `[action("limit it", lambda.limitConcurrency(etl.transformFunction, 100), { after: minutes(1) })]`;

/** The source of an experiment that takes a second: twenty documents, nothing disturbed. */
export function anExperiment(parts: Parts = {}): string {
  return `${parts.head ?? ""}
import { action, documents, equals, experiment, lambda, minutes, probe } from "serverless-chaos-lab";

export default experiment((etl) => ({
  title: ${parts.title ?? `"Few documents get through"`},
  description: "Nothing happens to them.",
  tags: [],
  load: ${parts.load ?? "{ documents: 20, perSecond: 100, malformed: 0 }"},
  steadyStateHypothesis: ${parts.hypothesis ?? `{ title: "None is lost", probes: [probe("none is lost", documents.lost(), equals(0))] }`},
  method: ${parts.method ?? "[]"},
  rollbacks: ${parts.rollbacks ?? "[]"},
  ${parts.more ?? ""}
}));
`;
}

/** The same as a file in the shell's folder. */
export function anExperimentFile(shell: Shell, name = "few-documents.mjs", parts: Parts = {}): string {
  return shell.write(name, anExperiment(parts));
}
