import type { Houses } from "../cloud.ts";
import { AwsError } from "../kernel/errors.ts";
import type { Links } from "../links.ts";
import type { Delivery, Outcome, SnsPorts } from "../sns/ports.ts";
import type { Authority } from "./authority.ts";

const SNS = "sns.amazonaws.com";

/** Joins SNS to the endpoints of its subscriptions, and to their dead-letter queues. */
export function snsPorts(houses: Houses, links: Links, authority: Authority): SnsPorts {
  const send = (queueArn: string, topicArn: string, body: string, extras: Extras): Outcome => {
    const found = houses.services.sqs.find(queueArn);
    if (!found) return refused("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
    const reach = { action: "sqs:SendMessage", resource: queueArn, policy: houses.sqs.policyOf(queueArn) };
    if (!authority.serviceMay(SNS, topicArn, reach))
      return refused("AccessDenied", "The queue's policy does not let the topic send.");
    return attempt(() =>
      houses.services.sqs.send(found.queue.name, {
        body,
        senderId: SNS,
        ...given({ attributes: extras.attributes, traceHeader: extras.traceHeader, ...extras.turn }),
      }),
    );
  };
  const invoke = (functionArn: string, topicArn: string, body: string): Outcome => {
    const reach = {
      action: "lambda:InvokeFunction",
      resource: functionArn,
      policy: houses.lambda.policyOf(functionArn),
    };
    if (!authority.serviceMay(SNS, topicArn, reach))
      return refused("AccessDenied", "The function's policy does not let the topic invoke it.");
    const taken = houses.services.lambda.invokeAsync(functionArn, body, SNS);
    return taken instanceof AwsError ? refused(taken.code, taken.message) : "delivered";
  };
  return {
    deliver: (delivery: Delivery) => {
      const { kind, endpointArn, topicArn, body } = delivery;
      links[`sns -> ${kind}`].send(() =>
        delivery.outcome(
          kind === "lambda" ? invoke(endpointArn, topicArn, body) : send(endpointArn, topicArn, body, delivery),
        ),
      );
    },
    redrive: ({ queueArn, topicArn, body, ...extras }) =>
      send(queueArn, topicArn, body, extras) === "delivered" ? "sent" : "refused",
  };
}

type Extras = Pick<Delivery, "attributes" | "turn" | "traceHeader">;

/** Without what is undefined. */
function given<T extends object>(members: T): { [Member in keyof T]?: Exclude<T[Member], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

/** What the target itself refuses is the subscription's fault, and final. */
function refused(code: string, message: string): Outcome {
  return { error: "client", code, message };
}

function attempt(work: () => unknown): Outcome {
  try {
    work();
    return "delivered";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { error: error.fault, code: error.code, message: error.message };
  }
}
