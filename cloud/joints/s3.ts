import type { Houses } from "../cloud.ts";
import { AwsError } from "../kernel/errors.ts";
import type { Links } from "../links.ts";
import type { Destination, Destinations, Notification } from "../s3/ports.ts";
import type { Authority } from "./authority.ts";

const S3 = "s3.amazonaws.com";
/** The subject of every event that S3 publishes to a topic, recorded on AWS. */
const SUBJECT = "Amazon S3 Notification";

/** What a notification needs to be allowed to do, by the kind of its destination. */
const REACH = {
  lambda: { house: "lambda", action: "lambda:InvokeFunction", link: "s3 -> lambda" },
  topic: { house: "sns", action: "sns:Publish", link: "s3 -> sns" },
  queue: { house: "sqs", action: "sqs:SendMessage", link: "s3 -> sqs" },
} as const;

/** Joins S3 to the destinations of its notifications. A destination that refuses one makes it vanish, as on AWS. */
export function s3Destinations(houses: Houses, links: Links, authority: Authority): Destinations {
  const isThere = ({ kind, arn }: Destination) => {
    if (kind === "lambda") return isFunction(houses, arn);
    return (kind === "topic" ? houses.services.sns.find(arn) : houses.services.sqs.find(arn)) !== undefined;
  };
  const isOpen = ({ kind, arn, bucketArn }: Destination) => {
    const { house, action } = REACH[kind];
    return authority.serviceMay(S3, bucketArn, { action, resource: arn, policy: houses[house].policyOf(arn) });
  };
  const deliver = ({ kind, destinationArn: arn, body }: Notification) => {
    const { lambda, sns, sqs } = houses.services;
    if (kind === "lambda") lambda.invokeAsync(arn, body, S3);
    else if (kind === "topic") sns.publishFromService(arn, body, SUBJECT);
    else sqs.send(sqs.find(arn)!.queue.name, { body, senderId: S3 });
  };
  return {
    reasonAgainst: (destination) => (!isThere(destination) ? "missing" : isOpen(destination) ? undefined : "denied"),
    dispatch: (notification) =>
      links[REACH[notification.kind].link].send(() => {
        const destination = { ...notification, arn: notification.destinationArn };
        if (isThere(destination) && isOpen(destination)) deliver(notification);
      }),
  };
}

function isFunction({ services: { lambda } }: Houses, arn: string): boolean {
  try {
    const { name, qualifier } = lambda.reference(arn);
    return lambda.find(name)?.has(qualifier) ?? false;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}
