/** What a filter policy says of a message. The reasons are the suffixes of SNS's NumberOfNotificationsFilteredOut metrics. */
export type Verdict = "accepted" | Reason;

export type Reason =
  /** The attributes do not match. */
  | "MessageAttributes"
  | "NoMessageAttributes"
  /** A `String.Array` attribute is no JSON array. */
  | "InvalidAttributes"
  /** The body does not match. */
  | "MessageBody"
  /** The body is no JSON object. */
  | "InvalidMessageBody";

export type Scope = "MessageAttributes" | "MessageBody";
