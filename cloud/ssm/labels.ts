import { tooManyLabels } from "./errors.ts";

/** Names for versions of one parameter. A label is on one version; a version has ten at most. */
export class Labels {
  /** Version by label. */
  readonly #versions = new Map<string, number>();

  find(label: string): number | undefined {
    return this.#versions.get(label);
  }

  /** In the order in which they were given. */
  of(version: number): readonly string[] {
    return [...this.#versions].filter(([, labelled]) => labelled === version).map(([label]) => label);
  }

  /**
   * Gives labels to a version. Those that cannot be labels are returned, and the others given all the same.
   * Throws ParameterVersionLabelLimitExceeded, and then none is given.
   */
  attach(version: number, labels: readonly string[]): string[] {
    const [good, refused] = sorted(labels);
    if (new Set([...this.of(version), ...good]).size > MOST) throw tooManyLabels();
    for (const label of good) {
      if (this.#versions.get(label) === version) continue;
      this.#versions.delete(label);
      this.#versions.set(label, version);
    }
    return refused;
  }

  /** Takes labels from a version; returns those that it did not have. */
  detach(version: number, labels: readonly string[]): string[] {
    const had = labels.filter((label) => this.#versions.get(label) === version);
    for (const label of had) this.#versions.delete(label);
    return labels.filter((label) => !had.includes(label));
  }
}

const MOST = 10;

/**
 * Labels that may be, and those that may not: letters, digits and `.-_`, no digit in front, and no prefix of AWS's own
 * (user guide, "Working with parameter labels").
 */
function sorted(labels: readonly string[]): [string[], string[]] {
  const isLabel = (text: string) => /^[A-Za-z_.-][A-Za-z0-9_.-]*$/.test(text) && !/^(aws|ssm)/i.test(text);
  return [labels.filter(isLabel), labels.filter((label) => !isLabel(label))];
}
