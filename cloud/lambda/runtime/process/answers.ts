import type { Failure, Success } from "../runtime.ts";

/** What a process posts to the Runtime API, read as outcomes of a run. */

/** Bytes of an answer with its envelope; Lambda's own text names the number. */
export const LONGEST_ANSWER = 6_291_556;

/** A response. Lambda's own runtime posts JSON; what somebody else posts is kept as text. */
export function valueIn(body: Buffer): Success {
  const text = body.toString();
  return { kind: "success", payload: parsed(text) === undefined ? JSON.stringify(text) : text };
}

/** An error: JSON with errorType and errorMessage, and whatever else the language's runtime adds. */
export function failureIn(body: Buffer): Failure {
  const text = body.toString();
  const said = parsed(text);
  const { errorType, errorMessage } = (said?.value ?? {}) as { errorType?: unknown; errorMessage?: unknown };
  return {
    kind: "error",
    payload: said === undefined ? JSON.stringify(text) : text,
    errorType: typeof errorType === "string" ? errorType : "Runtime.Unknown",
    errorMessage: typeof errorMessage === "string" ? errorMessage : "",
  };
}

/** The answer to an answer that is too large (recorded on AWS). */
export function tooLarge(): Failure {
  const errorType = "Function.ResponseSizeTooLarge";
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${LONGEST_ANSWER} bytes).`;
  return { kind: "error", payload: JSON.stringify({ errorMessage, errorType }), errorType, errorMessage };
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
