/** One line of a checklist. */
export interface Check {
  /** What should be true. */
  readonly says: string;
  readonly holds: boolean;
  /** What is the case instead, and what that leads to. */
  readonly finding?: string;
}

export interface Section {
  readonly title: string;
  readonly checks: readonly Check[];
}

/** A check that holds, or says what it found instead. */
export function check(says: string, holds: boolean | undefined, finding?: string): Check {
  return { says, holds: holds === true, ...(finding !== undefined && { finding }) };
}

/** `[x]` and `[ ]`, as the workshops tick off what has been done. */
export function linesOf(sections: readonly Section[]): string[] {
  return sections.flatMap(({ title, checks }) => [title, ...checks.flatMap(lineOf)]);
}

function lineOf({ says, holds, finding }: Check): string[] {
  if (holds) return [`  [x] ${says}`];
  return finding === undefined ? [`  [ ] ${says}`] : [`  [ ] ${says}`, `      ${finding}`];
}
