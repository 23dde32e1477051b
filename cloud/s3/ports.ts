/** What S3 needs of the rest of the cloud: somebody who knows the destinations of notifications and carries to them. */

/** The three kinds of destination S3 itself can notify. */
export type DestinationKind = "lambda" | "topic" | "queue";

export interface Destination {
  readonly kind: DestinationKind;
  /** The function's (or its alias's), topic's or queue's. */
  readonly arn: string;
  /** Who would be calling: the source ARN that policies ask for. */
  readonly bucketArn: string;
}

/** One event on its way to one destination. */
export interface Notification {
  readonly kind: DestinationKind;
  readonly destinationArn: string;
  /** JSON: `{"Records":[...]}`, or S3's test event. */
  readonly body: string;
  readonly bucketArn: string;
  readonly bucket: string;
  /** The object's; "" in a test event. */
  readonly key: string;
}

export interface Destinations {
  /** Takes a notification over; whether and when it arrives is none of S3's business, nor of its caller's. */
  dispatch(notification: Notification): void;
  /**
   * Why S3 could not notify a destination: it is not there, or its policy does not let S3 in. Undefined when it could.
   */
  reasonAgainst(destination: Destination): "missing" | "denied" | undefined;
}
