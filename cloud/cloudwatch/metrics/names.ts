import { invalidValue } from "../errors.ts";

/** PutMetricData's API reference. */
const LONGEST_NAME = 255;
const LONGEST_DIMENSION_VALUE = 1024;

/** What begins so belongs to AWS, and a colon begins nothing. The sentence was answered to `AWS/`. */
export function checkNamespace(namespace: string): void {
  const reserved = ["AWS/", ":"].find((prefix) => namespace.startsWith(prefix));
  if (reserved !== undefined) throw invalidValue(`The value ${reserved} for parameter Namespace is invalid.`);
  checkText(namespace, "Namespace", LONGEST_NAME);
}

export function checkMetricName(name: string, path: string): void {
  checkText(name, path, LONGEST_NAME);
}

export function checkDimensionTexts(name: string, value: string, path: string): void {
  if (name.startsWith(":")) throw invalidValue(`The value : for parameter ${path}.Name is invalid.`);
  checkText(name, `${path}.Name`, LONGEST_NAME);
  checkText(value, `${path}.Value`, LONGEST_DIMENSION_VALUE);
}

/** Both sentences were answered by AWS, one below the other where both were true. */
function checkText(text: string, path: string, longest: number): void {
  const mistakes = [
    /[^\x20-\x7e]/.test(text) && `The value for parameter ${path} contains non-ASCII characters.`,
    text.length > longest && `The parameter ${path} must be shorter than ${longest + 1} characters.`,
  ].filter((mistake) => mistake !== false);
  if (mistakes.length > 0) throw invalidValue(mistakes.join("\n"));
}
