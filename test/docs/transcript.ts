/**
 * What a page shows of a shell: commands behind `$ `, and what they print below them. A line `...` stands for any number
 * of lines that the page leaves out, at the end or between others.
 */
export interface Step {
  readonly command: string;
  readonly quoted: readonly string[];
}

/** The steps of every block ` ```console ` of a page, in order. */
export function stepsIn(text: string): Step[] {
  const blocks = [...text.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block]) => block!);
  return blocks.flatMap((block) => block.split(/^\$ /m).slice(1).map(stepOf));
}

function stepOf(piece: string): Step {
  const [command = "", ...quoted] = piece.trimEnd().split("\n");
  return { command, quoted };
}

/**
 * The first quoted line that was not printed where the page has it; undefined when the page is right. Lines stand next
 * to each other as on the page, unless `...` is between them.
 */
export function misquoted({ quoted }: Step, output: string): string | undefined {
  const printed = output.split("\n").map((line) => line.trimEnd());
  let at = 0;
  let leftOut = false;
  for (const line of quoted) {
    if (line === "...") leftOut = true;
    else {
      const found = leftOut ? printed.indexOf(line, at) : printed[at] === line ? at : -1;
      if (found < 0) return line;
      at = found + 1;
      leftOut = false;
    }
  }
  const rest = printed.slice(at).filter((line) => line !== "");
  return quoted.length === 0 || leftOut || rest.length === 0 ? undefined : `(the end; it goes on with "${rest[0]}")`;
}
