import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { GetQueueAttributesCommand, type QueueAttributeName } from "@aws-sdk/client-sqs";
import type { Moving } from "../../chaos/verdict/evidence.ts";
import type { Attempts, CohortPlan, Drive, World } from "../../chaos/world.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { attemptsIn } from "./attempts.ts";
import type { LiveClients } from "./clients.ts";

export const MINUTE = 60_000;
const COUNTS: QueueAttributeName[] = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
];

/**
 * A world that does not belong to this process: AWS itself, or an embedded cloud that `chaoslab up` serves. Everything
 * is asked of AWS's own calls - logs for attempts, metrics for throttles, queue attributes for what still moves - so
 * the same code judges both.
 */
export class LiveWorld implements World {
  readonly clock = wallClock;
  readonly aws: LiveClients;
  readonly #pipeline: EtlPipeline;
  readonly #crew: { drive(plan: CohortPlan): Drive };

  constructor(aws: LiveClients, pipeline: EtlPipeline, crew: { drive(plan: CohortPlan): Drive }) {
    this.aws = aws;
    this.#pipeline = pipeline;
    this.#crew = crew;
  }

  drive(plan: CohortPlan): Drive {
    return this.#crew.drive(plan);
  }

  async attempts(fault: string, from: number, until: number): Promise<Attempts> {
    return await attemptsIn(this.aws.logs, this.#pipeline.transformLogGroup, { fault, from, until });
  }

  /** What the queues say of themselves; events that wait inside Lambda have no call that would count them. */
  async moving(): Promise<Moving[]> {
    const { deliveriesQueueUrl, failuresQueueUrl, undeliveredQueueUrl } = this.#pipeline;
    const [visible, hidden, delayed] = await this.#counts(deliveriesQueueUrl);
    const parked = [await this.#counts(failuresQueueUrl), await this.#counts(undeliveredQueueUrl)];
    const inFlight = parked.reduce((sum, [, hiddenThere, delayedThere]) => sum + hiddenThere + delayedThere, 0);
    return [
      { where: this.#pipeline.deliveriesQueue, count: visible + hidden + delayed },
      { where: "dead-letter queues, in flight", count: inFlight },
    ].filter(({ count }) => count > 0);
  }

  async throttled(from: number, until: number): Promise<boolean> {
    const { Datapoints } = await this.aws.cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/Lambda",
        MetricName: "Throttles",
        Dimensions: [{ Name: "FunctionName", Value: this.#pipeline.transformFunction }],
        StartTime: new Date(Math.floor(from / MINUTE) * MINUTE),
        EndTime: new Date(Math.ceil(until / MINUTE) * MINUTE),
        Period: 60,
        Statistics: ["Sum"],
      }),
    );
    return (Datapoints ?? []).some(({ Sum = 0 }) => Sum > 0);
  }

  async #counts(QueueUrl: string): Promise<readonly [visible: number, hidden: number, delayed: number]> {
    const { Attributes } = await this.aws.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: COUNTS }));
    const [visible, hidden, delayed] = COUNTS.map((name) => Number(Attributes?.[name] ?? 0));
    return [visible!, hidden!, delayed!];
  }
}

/** The machine's time. */
export const wallClock = {
  now: () => Date.now(),
  sleep: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, milliseconds))),
};
