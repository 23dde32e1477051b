/**
 * What a deployed pipeline says about itself: the Terraform outputs, by the same names. Experiments import the type, so that a renamed
 * queue is a compile error there; `terraform output -json` and the in-process deployer give the values. All of them are plain strings.
 */
export interface EtlPipeline {
  readonly region: string;
  readonly accountId: string;
  /** `etl-<suffix>`: value of the tag `stack` on every resource, and of the dimension `Pipeline` of the drivers' metrics. */
  readonly pipeline: string;
  /** The suffix that ends every physical name. */
  readonly suffix: string;

  /** Name of the bucket. */
  readonly documentsBucket: string;
  readonly documentsBucketArn: string;
  /** Where documents are published: `input/`. */
  readonly inputPrefix: string;
  /** Where their CSVs appear: `output/`. */
  readonly outputPrefix: string;
  /** `FilterId` of the S3 request metrics of `input/`. */
  readonly inputMetricsFilter: string;
  /** `FilterId` of the S3 request metrics of `output/`. */
  readonly outputMetricsFilter: string;

  /** Name of the function. */
  readonly transformFunction: string;
  readonly transformFunctionArn: string;
  /** Name of the alias that the bucket notification invokes. */
  readonly transformAlias: string;
  readonly transformAliasArn: string;
  /** The version that the alias was deployed with. */
  readonly transformVersion: string;
  /** Name of the function's execution role. */
  readonly transformRole: string;
  readonly transformRoleArn: string;
  readonly transformLogGroup: string;
  /** Name of the SSM parameter that holds the faults the function inflicts on itself, as JSON; `{}` is none. */
  readonly transformFaults: string;
  readonly transformFaultsArn: string;

  /** The dead-letter queue of the function. */
  readonly failuresQueue: string;
  readonly failuresQueueUrl: string;
  readonly failuresQueueArn: string;

  /** Name of the topic that hears of every CSV. */
  readonly convertedTopic: string;
  readonly convertedTopicArn: string;
  /** `converted` to `deliveries`. */
  readonly deliveriesSubscriptionArn: string;

  /** The queue the subscriber reads. */
  readonly deliveriesQueue: string;
  readonly deliveriesQueueUrl: string;
  readonly deliveriesQueueArn: string;

  /** Where notifications wait that `deliveries` refused. */
  readonly undeliveredQueue: string;
  readonly undeliveredQueueUrl: string;
  readonly undeliveredQueueArn: string;

  readonly dashboard: string;

  /** Alarm names. An alarm that a stack option left out keeps its name here and is not found under it. */
  readonly completenessAlarm: string;
  readonly transformErrorsAlarm: string;
  readonly versionErrorsAlarm: string;
  readonly deadLetterErrorsAlarm: string;
  readonly failuresDepthAlarm: string;
  readonly notificationsFailedAlarm: string;
  readonly notificationsFilteredOutAlarm: string;
  readonly deliveriesAgeAlarm: string;

  /** Namespace of the drivers' metrics `published` (Count) and `freshness` (Milliseconds). */
  readonly metricNamespace: string;
}
