import type { Datum } from "../kernel/metric.ts";

/** What CloudWatch Logs does elsewhere: metrics for metric filters, invocations for subscription filters. */
export interface LogsPorts {
  publish(data: readonly Datum[]): void;
  /** Whether the logs of a group (its ARN with `:*`) may be handed to a function that exists. */
  mayInvoke(functionArn: string, sourceArn: string): boolean;
  invoke(functionArn: string, sourceArn: string, event: string): void;
}
