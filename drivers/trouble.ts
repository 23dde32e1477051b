/** What an SDK error says about the request that failed. */

interface Failure {
  name?: string;
  $metadata?: { httpStatusCode?: number; attempts?: number };
}

/**
 * The service answered, and the answer is no. After a retry nobody knows any more: an attempt without an answer may have
 * been carried out before the one that was refused.
 */
export function saysNo(error: unknown): boolean {
  const { httpStatusCode = 0, attempts = 1 } = (error as Failure).$metadata ?? {};
  return httpStatusCode >= 400 && httpStatusCode < 500 && attempts <= 1;
}

/** The error's code, in the service's own word. */
export function nameOf(error: unknown): string {
  return (error as Failure)?.name ?? String(error);
}

/** Code and message, for people. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error && error.message !== "" ? `${nameOf(error)}: ${error.message}` : nameOf(error);
}

/** Whether such a sentence says that somebody lacks a right: `AccessDenied` of S3 and SQS, `AccessDeniedException`. */
export function isDenied(sentence: string): boolean {
  return /^AccessDenied/.test(sentence);
}
