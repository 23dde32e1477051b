/** One value of one metric, as a service publishes it: what PutMetricData carries, without its XML. */
export interface Datum {
  /** `AWS/SQS` */
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** CloudWatch's unit names: `Count`, `Milliseconds`, `Bytes`, `Seconds`, `None`. */
  readonly unit: string;
  /** When it counts; absent means now. Lambda stamps its metrics with the start of the invocation. */
  readonly at?: number;
}
