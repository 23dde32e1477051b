import { Scanner } from "./scanner.ts";

/**
 * Terms, all of which must be in the message, wherever: `ERROR`, `"exact phrase"`, `%regular expression%`. A minus
 * keeps messages with a term out. With question marks one of the terms is enough; next to other terms they are ignored.
 */
export function termsPattern(source: string): (message: string) => boolean {
  const scanner = new Scanner(source);
  const [required, excluded, optional]: Test[][] = [[], [], []];
  while (!scanner.done) {
    const list = scanner.take("-") ? excluded : scanner.take("?") ? optional : required;
    list!.push(term(scanner));
    scanner.skipSpace();
  }
  if (required!.length === 0 && excluded!.length === 0) return (message) => optional!.some((test) => test(message));
  return (message) => required!.every((test) => test(message)) && !excluded!.some((test) => test(message));
}

type Test = (message: string) => boolean;

/** Terms of other characters than letters, digits and the underscore stand in quotes. A blank phrase is in everything. */
function term(scanner: Scanner): Test {
  const phrase = scanner.quoted();
  if (phrase !== undefined) return phrase.trim() === "" ? () => true : (message) => message.includes(phrase);
  const expression = scanner.expression();
  if (expression) return (message) => expression.test(message);
  const word = scanner.match(/[A-Za-z0-9_]+/y)?.[0];
  if (word === undefined || !/\s|^$/.test(scanner.next)) return scanner.refuse();
  return (message) => message.includes(word);
}
