/** Those who must not overtake each other: each begins when the one before it in its line has left. */
export class Lines {
  readonly #waiting = new Map<string, (() => void)[]>();

  enter(line: string, begin: () => void): void {
    const waiting = this.#waiting.get(line);
    if (waiting) {
      waiting.push(begin);
      return;
    }
    this.#waiting.set(line, []);
    begin();
  }

  leave(line: string): void {
    const next = this.#waiting.get(line)?.shift();
    if (next) next();
    else this.#waiting.delete(line);
  }
}
