import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../kernel/errors.ts";
import type { Output } from "../../kernel/house.ts";
import { checkMostLength, filterNotFound, invalidParameter, limitExceeded } from "../errors.ts";
import type { LogGroup } from "../group.ts";
import type { LogsService } from "../service.ts";
import { SubscriptionFilter } from "../subscription-filter.ts";
import { checkFilter } from "./metric-filters.ts";
import { page } from "./page.ts";

/** CloudWatch Logs' quota. */
const MOST_SUBSCRIPTIONS = 2;

/** The operations on subscription filters, which hand log events to functions. */
export function subscriptionOperations(logs: LogsService) {
  return {
    PutSubscriptionFilter(
      input: Logs.PutSubscriptionFilterCommandInput,
    ): Output<Logs.PutSubscriptionFilterCommandOutput> {
      const { filterName: name, filterPattern: source, destinationArn: functionArn, distribution } = input;
      checkFilter(name!, source!);
      checkDestination(input, logs.place.accountId);
      const group = logs.group(input.logGroupName!);
      const { subscriptions } = group;
      const known = subscriptions.get(name!);
      if (!known && subscriptions.size >= MOST_SUBSCRIPTIONS) throw limitExceeded();
      const draft = { name: name!, source: source!, functionArn: functionArn!, distribution };
      const filter = new SubscriptionFilter(draft, known?.createdAt ?? logs.now());
      if (!logs.mayInvoke(functionArn!, group)) throw cannotInvoke();
      subscriptions.set(name!, filter);
      return {};
    },

    DescribeSubscriptionFilters(
      input: Logs.DescribeSubscriptionFiltersCommandInput,
    ): Output<Logs.DescribeSubscriptionFiltersCommandOutput> {
      checkMostLength(input.filterNamePrefix, "filterNamePrefix", 512);
      const group = logs.group(input.logGroupName!);
      const chosen = [...group.subscriptions.values()]
        .filter(({ name }) => name.startsWith(input.filterNamePrefix ?? ""))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const { items, next } = page(chosen, input);
      return { subscriptionFilters: items.map((filter) => shown(filter, group)), ...next };
    },

    DeleteSubscriptionFilter(
      input: Logs.DeleteSubscriptionFilterCommandInput,
    ): Output<Logs.DeleteSubscriptionFilterCommandOutput> {
      const { subscriptions } = logs.group(input.logGroupName!);
      if (!subscriptions.delete(input.filterName!)) throw filterNotFound("subscription");
      return {};
    },
  };
}

/** Streams need a role, functions must be the account's own. Of destinations, functions are served. */
function checkDestination({ destinationArn = "", roleArn }: Logs.PutSubscriptionFilterCommandInput, own: string): void {
  const [scheme, , vendor = "", , account] = destinationArn.split(":");
  if (scheme !== "arn") throw invalidParameter(`Invalid destinationArn: ${destinationArn}`);
  if (vendor === "kinesis" && roleArn === undefined) {
    throw invalidParameter("destinationArn for vendor kinesis cannot be used without roleArn");
  }
  if (vendor !== "lambda") throw invalidParameter(`Subscriptions of vendor ${vendor} are not served`);
  if (account !== own) {
    throw new AwsError(
      "AccessDeniedException",
      "Cross-account lambda invocation passing is not allowed. You must use DestinationPolicies to create cross account lambda triggers.",
      400,
    );
  }
}

const cannotInvoke = () =>
  invalidParameter(
    "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
  );

function shown(filter: SubscriptionFilter, group: LogGroup): Logs.SubscriptionFilter {
  return {
    filterName: filter.name,
    logGroupName: group.name,
    filterPattern: filter.source,
    destinationArn: filter.functionArn,
    distribution: filter.distribution,
    creationTime: filter.createdAt,
    applyOnTransformedLogs: false,
  };
}
