/** A mistake of the person at the keyboard: what is wrong, and what to do next. */
export class UsageError extends Error {
  readonly code: string;
  readonly next: string;

  constructor(code: string, message: string, next: string) {
    super(message);
    this.code = code;
    this.next = next;
  }
}
