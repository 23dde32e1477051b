import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { GetQueueAttributesCommand, type QueueAttributeName } from "@aws-sdk/client-sqs";
import { type Call, queueNamed } from "../../chaos/call.ts";
import type { LeaseBook } from "../../chaos/lease.ts";
import { METRIC_CALL } from "../../chaos/measure.ts";
import type { Moving } from "../../chaos/verdict/evidence.ts";
import type { Attempts, CohortPlan, Drive, World } from "../../chaos/world.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { wallClock } from "../wall-clock.ts";
import { attemptsIn } from "./attempts.ts";
import type { LiveClients } from "./clients.ts";
import { statusAt } from "./target.ts";

export const MINUTE = 60_000;
const COUNTS: QueueAttributeName[] = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
];

/** What it asks to know what still moves, and what was throttled. */
export const worldCalls = (pipeline: EtlPipeline): Call[] => [
  ...[pipeline.deliveriesQueueUrl, pipeline.failuresQueueUrl, pipeline.undeliveredQueueUrl].map((url) => ({
    operation: "sqs:GetQueueAttributes",
    resource: queueNamed(url),
  })),
  METRIC_CALL,
];

/** Who drives documents through the pipeline. */
export interface Driving {
  drive(plan: CohortPlan): Drive;
  /** When the run's last document was published, if others go on to be published; milliseconds since 1970. */
  readonly othersSince?: number | undefined;
}

export interface LiveWiring {
  readonly aws: LiveClients;
  readonly pipeline: EtlPipeline;
  readonly crew: Driving;
  readonly book: LeaseBook;
  /** Where an embedded cloud may answer what AWS has no call for. */
  readonly endpoint?: string | undefined;
  /** The wall clock, unless the cloud lives in a time of its own. */
  readonly clock?: World["clock"];
}

/**
 * A world that does not belong to this process: AWS itself, or an embedded cloud that `chaoslab up` serves. Everything
 * is asked of AWS's own calls - logs for attempts, metrics for throttles, queue attributes for what still moves - so
 * the same code judges both.
 */
export class LiveWorld implements World {
  readonly clock: World["clock"];
  readonly aws: LiveClients;
  readonly book: LeaseBook;
  readonly #pipeline: EtlPipeline;
  readonly #crew: Driving;
  readonly #endpoint: string | undefined;

  constructor({ aws, pipeline, crew, book, clock = wallClock, endpoint = process.env.AWS_ENDPOINT_URL }: LiveWiring) {
    this.clock = clock;
    this.aws = aws;
    this.book = book;
    this.#endpoint = endpoint;
    this.#pipeline = pipeline;
    this.#crew = crew;
  }

  drive(plan: CohortPlan): Drive {
    return this.#crew.drive(plan);
  }

  async attempts(fault: string, from: number, until: number): Promise<Attempts> {
    return await attemptsIn(this.aws.logs, this.#pipeline.transformLogGroup, { fault, from, until });
  }

  /** What the queues say of themselves. Events inside Lambda have no call that would count them; a served cloud tells. */
  async moving(): Promise<Moving[]> {
    const { deliveriesQueueUrl, failuresQueueUrl, undeliveredQueueUrl } = this.#pipeline;
    const [visible, hidden, delayed] = await this.#counts(deliveriesQueueUrl);
    const waiting = visible + hidden + delayed;
    const parked = [await this.#counts(failuresQueueUrl), await this.#counts(undeliveredQueueUrl)];
    const inFlight = parked.reduce((sum, [, hiddenThere, delayedThere]) => sum + hiddenThere + delayedThere, 0);
    return [
      { where: this.#pipeline.deliveriesQueue, count: waiting > 0 && (await this.#onlyOthersWait()) ? 0 : waiting },
      { where: "dead-letter queues, in flight", count: inFlight },
      { where: "asynchronous events", count: await this.#events() },
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

  /** Events that wait; none of them counts once the oldest is younger than the run's last document. */
  async #events(): Promise<number> {
    const { waitingEvents = 0, waitingSince = 0 } = (this.#endpoint && (await statusAt(this.#endpoint))) || {};
    return waitingSince > (this.#crew.othersSince ?? Number.POSITIVE_INFINITY) ? 0 : waitingEvents;
  }

  /**
   * With a publisher that goes on, the queue is never empty for long. Nothing of the run waits in it once its oldest
   * message is younger than the run's last document.
   */
  async #onlyOthersWait(): Promise<boolean> {
    const { othersSince } = this.#crew;
    if (othersSince === undefined) return false;
    const { Datapoints = [] } = await this.aws.cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/SQS",
        MetricName: "ApproximateAgeOfOldestMessage",
        Dimensions: [{ Name: "QueueName", Value: this.#pipeline.deliveriesQueue }],
        StartTime: new Date(othersSince),
        EndTime: new Date(this.clock.now()),
        Period: 60,
        Statistics: ["Maximum"],
      }),
    );
    const oldest = Datapoints.map(({ Timestamp, Maximum = 0 }) => [Timestamp!.getTime(), Maximum * 1000] as const);
    const [at, age] = oldest.sort(([a], [b]) => b - a)[0] ?? [0, 0];
    return at - age > othersSince;
  }

  async #counts(QueueUrl: string): Promise<readonly [visible: number, hidden: number, delayed: number]> {
    const { Attributes } = await this.aws.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: COUNTS }));
    const [visible, hidden, delayed] = COUNTS.map((name) => Number(Attributes?.[name] ?? 0));
    return [visible!, hidden!, delayed!];
  }
}
