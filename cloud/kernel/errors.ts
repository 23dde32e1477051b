/**
 * The two voices that reach a person. AWS speaks its own words, verbatim, so that SDK retries and search engines
 * work; the lab speaks with a `next:`, so that the reader knows what to do.
 */

/** An error that AWS itself would answer. `extra` holds the modeled members besides the message (`Key`, `BucketName`). */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly extra: Readonly<Record<string, unknown>>;
  /** What the answer says in headers of its own (`etag` of a 304). */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    status = 400,
    extra: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.extra = extra;
    this.headers = headers;
  }

  /** AWS's own sorting: below 500 the caller is at fault. */
  get fault(): "client" | "server" {
    return this.status < 500 ? "client" : "server";
  }
}

/** An error of the lab, for a person: what is wrong, and what to do next. */
export class LabError extends Error {
  readonly code: string;
  readonly next: string;

  constructor(code: string, message: string, next: string) {
    super(message);
    this.name = "LabError";
    this.code = code;
    this.next = next;
  }
}
