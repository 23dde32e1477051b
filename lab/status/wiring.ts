import type { EtlPipeline } from "../../infra/outputs.ts";
import { check, type Section } from "./checklist.ts";
import type { Observation } from "./observation.ts";
import { admits, denialsIn } from "./statements.ts";

/** Whether every arrow of the pipeline is drawn, and permitted at the end it points to. */
export function wiring(seen: Observation, pipeline: EtlPipeline, now: number): Section {
  return {
    title: "wiring",
    checks: [
      check(`${pipeline.transformFunction}:${pipeline.transformAlias} is there`, seen.alias !== undefined),
      check(
        `${pipeline.documentsBucket}/${pipeline.inputPrefix} tells ${pipeline.transformAliasArn}`,
        tellsTransform(seen, pipeline),
        "no notification of created objects leads there: documents are put and nobody hears of it",
      ),
      check(
        `S3 may invoke ${pipeline.transformAlias} for this bucket`,
        admits(seen.permissions?.Policy, "s3.amazonaws.com", pipeline.documentsBucketArn),
        "the alias has no permission for the bucket",
      ),
      check(
        `${pipeline.documentsBucket}/${pipeline.outputPrefix} tells ${pipeline.convertedTopic}`,
        tellsTopic(seen, pipeline),
        "no notification of created objects leads there: CSVs are written and nobody hears of it",
      ),
      check(
        `S3 may publish to ${pipeline.convertedTopic} for this bucket`,
        admits(seen.topic?.Attributes?.Policy, "s3.amazonaws.com", pipeline.documentsBucketArn),
        "the topic's policy does not let the bucket in",
      ),
      check(
        `${pipeline.convertedTopic} delivers to ${pipeline.deliveriesQueue}`,
        seen.subscription?.Attributes?.Endpoint === pipeline.deliveriesQueueArn &&
          seen.subscription.Attributes.PendingConfirmation !== "true",
        "there is no confirmed subscription of the queue",
      ),
      queueAdmits(pipeline.deliveriesQueue, seen.deliveries?.Attributes?.Policy, pipeline, now),
    ],
  };
}

/** `input/` and the first half of anything below it; a notification may ask for less than the whole prefix. */
function isAbout(prefix: string, filter: { Key?: FilterKey | undefined } | undefined): boolean {
  const rules = filter?.Key?.FilterRules ?? [];
  return rules.some(({ Name, Value }) => Name?.toLowerCase() === "prefix" && Value === prefix);
}

interface FilterKey {
  readonly FilterRules?:
    | readonly { readonly Name?: string | undefined; readonly Value?: string | undefined }[]
    | undefined;
}

const CREATED = "s3:ObjectCreated:";

function tellsTransform({ notifications }: Observation, { inputPrefix, transformAliasArn }: EtlPipeline): boolean {
  return (notifications?.LambdaFunctionConfigurations ?? []).some(
    ({ LambdaFunctionArn, Events = [], Filter }) =>
      LambdaFunctionArn === transformAliasArn &&
      Events.some((event) => event.startsWith(CREATED)) &&
      isAbout(inputPrefix, Filter),
  );
}

function tellsTopic({ notifications }: Observation, { outputPrefix, convertedTopicArn }: EtlPipeline): boolean {
  return (notifications?.TopicConfigurations ?? []).some(
    ({ TopicArn, Events = [], Filter }) =>
      TopicArn === convertedTopicArn &&
      Events.some((event) => event.startsWith(CREATED)) &&
      isAbout(outputPrefix, Filter),
  );
}

export function queueAdmits(name: string, policy: string | undefined, { convertedTopicArn }: EtlPipeline, now: number) {
  const denials = denialsIn(policy, now).map(({ Sid = "without a name" }) => Sid);
  return check(
    `${name} lets the topic send`,
    admits(policy, "sns.amazonaws.com", convertedTopicArn) && denials.length === 0,
    denials.length > 0 ? `its policy denies: statement ${denials.join(", ")}` : "its policy does not let the topic in",
  );
}
