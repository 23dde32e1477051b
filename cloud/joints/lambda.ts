import type { Houses } from "../cloud.ts";
import { AwsError } from "../kernel/errors.ts";
import type { DepositAttribute, LambdaPorts } from "../lambda/ports.ts";
import type { Links } from "../links.ts";
import type { Authority } from "./authority.ts";
import { lambdaQueues } from "./lambda-queues.ts";

const LAMBDA = "lambda.amazonaws.com";

/** Joins Lambda to its dead-letter queues and destinations, its log groups and its code. It acts as the function's role. */
export function lambdaPorts(houses: Houses, links: Links, authority: Authority): LambdaPorts {
  const policyOf = (arn: string) => (isQueue(arn) ? houses.sqs : houses.sns).policyOf(arn);
  const arrive = (targetArn: string, body: string, attributes: Attributes, roleArn: string) => {
    const action = isQueue(targetArn) ? "sqs:SendMessage" : "sns:Publish";
    if (!authority.roleMay(roleArn, { action, resource: targetArn, policy: policyOf(targetArn) })) return "refused";
    return put(houses, targetArn, body, attributes);
  };
  return {
    readObject: ({ bucket, key, versionId }) => readObject(houses, bucket, key, versionId),
    canAssume: (roleArn) => authority.canAssume(LAMBDA, roleArn),
    mayRole: (roleArn, action, resource) =>
      authority.roleMay(roleArn, { action, resource, policy: policyOf(resource) }),
    deposit: (targetArn, body, attributes, roleArn) =>
      new Promise((resolve) => {
        const link = links[isQueue(targetArn) ? "lambda -> sqs" : "lambda -> sns"];
        link.send(() => resolve(arrive(targetArn, body, attributes, roleArn)));
      }),
    log: (group, stream, events, roleArn) => {
      if (mayWrite(houses, authority, { group, stream, roleArn })) houses.services.logs.append(group, stream, events);
    },
    queues: lambdaQueues(houses, authority),
  };
}

type Attributes = Readonly<Record<string, DepositAttribute>>;

function isQueue(arn: string): boolean {
  return arn.startsWith("arn:aws:sqs:");
}

function put(houses: Houses, targetArn: string, body: string, attributes: Attributes): "sent" | "refused" {
  const { sqs, sns } = houses.services;
  try {
    if (!isQueue(targetArn)) sns.publishFromService(targetArn, body, undefined, attributes);
    else sqs.send(sqs.find(targetArn)?.queue.name ?? "", { body, attributes, senderId: LAMBDA });
    return "sent";
  } catch (error) {
    if (error instanceof AwsError) return "refused";
    throw error;
  }
}

function readObject(houses: Houses, bucket: string, key: string, versionId: string | undefined): Uint8Array {
  const { s3 } = houses.services;
  return s3.object(s3.get(bucket), key, versionId, "GET").body;
}

/** What is not there yet must be made first, which needs rights of its own; without them lines are lost, as on AWS. */
function mayWrite(houses: Houses, authority: Authority, { group, stream, roleArn }: LogTarget): boolean {
  const { region, accountId } = houses.place;
  const groupArn = `arn:aws:logs:${region}:${accountId}:log-group:${group}`;
  const may = (action: string, resource: string) => authority.roleMay(roleArn, { action, resource, policy: undefined });
  const known = houses.services.logs.find(group);
  if (!known && !may("logs:CreateLogGroup", `${groupArn}:log-stream:`)) return false;
  if (!known?.find(stream) && !may("logs:CreateLogStream", `${groupArn}:log-stream:`)) return false;
  return may("logs:PutLogEvents", `${groupArn}:log-stream:${stream}`);
}

interface LogTarget {
  readonly group: string;
  readonly stream: string;
  readonly roleArn: string;
}
