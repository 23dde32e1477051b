import type * as Sns from "@aws-sdk/client-sns";
import type { Call, Output } from "../../kernel/house.ts";
import { checkSubscriptionArn, checkTopicArn } from "../arn.ts";
import { effectivePolicy, shownPolicy } from "../delivery-policy.ts";
import { checkEndpoint } from "../endpoint.ts";
import { invalidParameter, invalidToken } from "../errors.ts";
import type { SnsService } from "../service.ts";
import type { Subscription } from "../subscription.ts";
import type { Topic } from "../topic.ts";
import { page } from "./page.ts";

/** The operations on subscriptions. */
export function subscriptionOperations(sns: SnsService) {
  const { accountId } = sns.place;

  const listed = (subscriptions: readonly Subscription[], token: string | undefined) => {
    const { items, nextToken } = page(subscriptions, token);
    return { Subscriptions: items.map((item) => entryOf(item, accountId)), ...(nextToken && { NextToken: nextToken }) };
  };

  return {
    Subscribe(input: Sns.SubscribeCommandInput, call: Call): Output<Sns.SubscribeCommandOutput> {
      checkTopicArn(input.TopicArn!, sns.place);
      const [protocol, endpoint] = [input.Protocol!, input.Endpoint ?? ""];
      checkEndpoint(protocol, endpoint, sns.find(input.TopicArn!)?.fifo);
      const attributes = { ...input.Attributes };
      const subscription = sns.subscribe(input.TopicArn!, {
        protocol,
        endpoint,
        attributes,
        principal: call.callerArn,
      });
      const hidden = subscription.pending && !input.ReturnSubscriptionArn;
      return { SubscriptionArn: hidden ? "pending confirmation" : subscription.arn };
    },

    /** Nobody was sent a token, so none is right. */
    ConfirmSubscription(input: Sns.ConfirmSubscriptionCommandInput): Output<Sns.ConfirmSubscriptionCommandOutput> {
      const { TopicArn = "", Token = "" } = input;
      if (TopicArn.split(":").length < 6 || TopicArn.split(":")[3] !== sns.place.region)
        throw invalidParameter("Topic");
      throw sns.find(TopicArn) && TOKEN.test(Token) ? invalidToken() : invalidParameter("Token");
    },

    Unsubscribe(input: Sns.UnsubscribeCommandInput): Output<Sns.UnsubscribeCommandOutput> {
      checkSubscriptionArn(input.SubscriptionArn!);
      sns.unsubscribe(input.SubscriptionArn!);
      return {};
    },

    GetSubscriptionAttributes(
      input: Sns.GetSubscriptionAttributesCommandInput,
    ): Output<Sns.GetSubscriptionAttributesCommandOutput> {
      checkSubscriptionArn(input.SubscriptionArn!);
      const subscription = sns.subscription(input.SubscriptionArn!);
      return { Attributes: attributesOf(subscription, sns.topic(subscription.topicArn), accountId) };
    },

    SetSubscriptionAttributes(
      input: Sns.SetSubscriptionAttributesCommandInput,
    ): Output<Sns.SetSubscriptionAttributesCommandOutput> {
      checkSubscriptionArn(input.SubscriptionArn!);
      sns.setSubscriptionAttribute(input.SubscriptionArn!, input.AttributeName!, input.AttributeValue ?? "");
      return {};
    },

    ListSubscriptions(input: Sns.ListSubscriptionsCommandInput): Output<Sns.ListSubscriptionsCommandOutput> {
      return listed(sns.subscriptions(), input.NextToken);
    },

    ListSubscriptionsByTopic(
      input: Sns.ListSubscriptionsByTopicCommandInput,
    ): Output<Sns.ListSubscriptionsByTopicCommandOutput> {
      checkTopicArn(input.TopicArn!, sns.place);
      return listed([...sns.topic(input.TopicArn!).subscriptions.values()], input.NextToken);
    },
  };
}

/** What a token looks like. */
const TOKEN = /^[0-9a-f]{64,}$/;

function entryOf({ arn, topicArn, protocol, endpoint, pending }: Subscription, owner: string): Sns.Subscription {
  const shown = pending ? "PendingConfirmation" : arn;
  return { SubscriptionArn: shown, Owner: owner, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn };
}

/** What every subscription shows and what was set on it; the scope only together with a filter policy. */
function attributesOf(subscription: Subscription, topic: Topic, owner: string): Record<string, string> {
  const { FilterPolicyScope, ...set } = subscription.settings.attributes;
  return {
    RawMessageDelivery: "false",
    ...set,
    ...deliveryPoliciesOf(subscription, topic),
    ...(set.FilterPolicy !== undefined && { FilterPolicyScope: FilterPolicyScope ?? "MessageAttributes" }),
    ConfirmationWasAuthenticated: String(!subscription.pending),
    Endpoint: subscription.endpoint,
    Owner: owner,
    PendingConfirmation: String(subscription.pending),
    Protocol: subscription.protocol,
    SubscriptionArn: subscription.arn,
    SubscriptionPrincipal: subscription.principal,
    TopicArn: subscription.topicArn,
  };
}

/** Only endpoints that are reached by HTTP have them. */
function deliveryPoliciesOf({ protocol, settings }: Subscription, topic: Topic): Record<string, string> {
  if (protocol !== "http" && protocol !== "https") return {};
  const own = settings.attributes.DeliveryPolicy;
  return {
    ...(own !== undefined && { DeliveryPolicy: shownPolicy(own) }),
    EffectiveDeliveryPolicy: effectivePolicy(own, topic.attributes.DeliveryPolicy),
  };
}
