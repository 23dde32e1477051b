/**
 * The pipeline, from the bucket a document is put into to the queue its CSV is announced on.
 *
 *     documents/input/*.json --> transform --> documents/output/*.csv --> converted --> deliveries
 *                                    \                                         \------> undelivered
 *                                     \-- after the last attempt --> failures
 *
 * The synthesised JSON is the contract, with Terraform and with the lab's own deployer: it holds plain references and nothing else, so
 * it is the same on every machine and a small evaluator can deploy it. This folder alone imports CDKTF.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { Aspects, LocalBackend, TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import { Construct, type Node } from "constructs";
import { Account } from "./constructs/account.ts";
import { Alarms } from "./constructs/alarms.ts";
import { ConvertedTopic } from "./constructs/converted-topic.ts";
import { Dashboard } from "./constructs/dashboard.ts";
import { DocumentsBucket } from "./constructs/documents-bucket.ts";
import { DocumentsNotify } from "./constructs/documents-notify.ts";
import { DEAD_LETTER_RETENTION_SECONDS, FailuresQueue } from "./constructs/failures-queue.ts";
import { pipelineMetrics } from "./constructs/metrics.ts";
import {
  DELIVERIES_RETENTION_SECONDS,
  NotificationQueue,
  PARKED_VISIBILITY_SECONDS,
} from "./constructs/notification-queue.ts";
import { StackTags } from "./constructs/tags.ts";
import { TransformFunction } from "./constructs/transform-function.ts";
import { type Names, namesFor } from "./names.ts";
import { optionSpecs, type StackOptions } from "./options.ts";
import { outputsOf } from "./stack-outputs.ts";

export interface EtlStackProps {
  readonly options: StackOptions;
  /** The zip, relative to the folder of the synthesised stack. */
  readonly codePath: string;
  /** SHA-256 of the zip in base64. */
  readonly codeSha256: string;
}

export class EtlStack extends TerraformStack {
  readonly names: Names;
  readonly account: Account;
  readonly documents: DocumentsBucket;
  readonly failures: FailuresQueue;
  readonly transform: TransformFunction;
  readonly converted: ConvertedTopic;
  readonly deliveries: NotificationQueue;
  readonly undelivered: NotificationQueue;
  readonly subscription: SnsTopicSubscription;
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: EtlStackProps) {
    super(scope, id);
    const { options } = props;
    this.names = namesFor(options.suffix);
    this.deployWith(options);
    this.account = new Account(this, "account");

    // Here is where a document becomes a CSV.
    this.documents = new DocumentsBucket(this, "documents", { name: this.names.documents });
    this.failures = new FailuresQueue(this, "failures", { name: this.names.failures });
    this.transform = this.transformWith(props);

    // Here is where somebody hears of it.
    this.converted = new ConvertedTopic(this, "converted", { name: this.names.converted });
    this.deliveries = this.queueOfTopic("deliveries", options.visibilityTimeoutSeconds, DELIVERIES_RETENTION_SECONDS);
    this.undelivered = this.queueOfTopic("undelivered", PARKED_VISIBILITY_SECONDS, DEAD_LETTER_RETENTION_SECONDS);
    const parked = options.subscriptionRedrive ? this.undelivered.queue : undefined;
    this.subscription = this.converted.notifyDeliveries(this.deliveries.queue, parked);

    // Here is where the two halves are joined, and somebody watches.
    this.join();
    this.dashboard = this.watchWith(options);
    this.tell();
  }

  private transformWith({ options, codePath, codeSha256 }: EtlStackProps): TransformFunction {
    const transform = new TransformFunction(this, "transform", {
      names: this.names,
      options,
      documents: this.documents.bucket,
      failures: this.failures.queue,
      codePath,
      codeSha256,
    });
    if (!options.deadLetterQueuePermitted) this.failures.denySending(transform.role.role, transform.function);
    return transform;
  }

  private queueOfTopic(
    id: "deliveries" | "undelivered",
    visibilityTimeoutSeconds: number,
    messageRetentionSeconds: number,
  ) {
    return new NotificationQueue(this, id, {
      name: this.names[id],
      account: this.account,
      topic: this.converted.topic,
      visibilityTimeoutSeconds,
      messageRetentionSeconds,
    });
  }

  private join(): void {
    new DocumentsNotify(this, "documents-notify", {
      account: this.account,
      documents: this.documents.bucket,
      live: this.transform.live,
      converted: this.converted.topic,
    });
  }

  private watchWith(options: StackOptions): Dashboard {
    const metrics = pipelineMetrics({
      names: this.names,
      version: this.transform.function.version,
      inputFilter: this.documents.inputMetrics.name,
      outputFilter: this.documents.outputMetrics.name,
    });
    const alarms = new Alarms(this, "alarms", { names: this.names.alarms, metrics, options }).all;
    const { timeoutSeconds } = options;
    return new Dashboard(this, "dashboard", {
      name: this.names.pipeline,
      region: this.account.region,
      metrics,
      alarms,
      timeoutSeconds,
    });
  }

  /**
   * Nothing about the provider is relaxed: region, credentials and endpoint come from the environment. The state lies beside the JSON,
   * by a relative path, because an absolute one would be another on every machine and would let two checkouts share one state;
   * `terraform init -backend-config=path=...` moves it.
   */
  private deployWith({ providerMaxRetries: maxRetries }: StackOptions): void {
    new AwsProvider(this, "aws", maxRetries === optionSpecs.providerMaxRetries.default ? {} : { maxRetries });
    new LocalBackend(this, { path: "terraform.tfstate" });
    Aspects.of(this).add(new StackTags(this.names.pipeline));
  }

  private tell(): void {
    const outputs = new Construct(this, "outputs");
    for (const [name, value] of Object.entries(outputsOf(this))) {
      new TerraformOutput(outputs, name, { value }).overrideLogicalId(name);
    }
  }

  /**
   * Addresses as a person would write them: `aws_s3_bucket.documents`, `aws_lambda_permission.documents-notify-transform`. They are the
   * path of ids without the hash CDKTF would add; a construct's own resource is its `Default` and goes by the construct's name.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { scopes } = TerraformElement.isTerraformElement(element) ? element.node : element;
    const ids = scopes.slice(scopes.indexOf(this) + 1).map(({ node }) => node.id);
    return ids.filter((id) => id !== "Default").join("-");
  }
}
