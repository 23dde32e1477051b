/** A dashboard: a page of widgets that CloudWatch keeps and draws, and otherwise leaves as it was written. */
export interface Dashboard {
  readonly name: string;
  /** Dashboards belong to the account and to no region: their ARN names none. */
  readonly arn: string;
  readonly body: string;
  readonly modifiedAt: number;
  tags: ReadonlyMap<string, string>;
}

/** Bytes of the body. */
export function sizeOf({ body }: Dashboard): number {
  return Buffer.byteLength(body);
}
