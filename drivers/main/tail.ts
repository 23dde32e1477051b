import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** Reads along in a file that grows line by line: each call gives the whole lines that were added since the last. */
export class Tail {
  readonly #path: string;
  #read = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Nothing while there is no such file. */
  news(): string[] {
    if (!existsSync(this.#path)) return [];
    const file = openSync(this.#path, "r");
    const news = Buffer.alloc(Math.max(0, fstatSync(file).size - this.#read));
    const length = readSync(file, news, 0, news.length, this.#read);
    closeSync(file);
    const whole = news.subarray(0, length).lastIndexOf("\n") + 1;
    this.#read += whole;
    return news.subarray(0, whole).toString("utf8").split("\n").slice(0, -1);
  }
}
