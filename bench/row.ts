/** One line of the table: a figure beside what it must be. `more` is better for speeds, `less` (default) for costs. */
export interface Row {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  readonly must: number;
  readonly better?: "less" | "more";
  /** What helps to read the figure, as that of something simpler in the same run. */
  readonly beside?: string;
}

export function isMet({ figure, must, better = "less" }: Row): boolean {
  return better === "less" ? figure <= must : figure >= must;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
