import { CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Call } from "../chaos/call.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Clients } from "../cloud/gateway/clients.ts";
import { comparisonCalls } from "../drivers/comparison.ts";
import { deadLetterCalls } from "../drivers/dead-letters.ts";
import { publisherCalls } from "../drivers/publisher.ts";
import { subscriberCalls } from "../drivers/subscriber.ts";
import type { EtlPipeline } from "../infra/outputs.ts";
import { inFull } from "./plan/planned-call.ts";
import { type Policy, policyOf } from "./plan/policy.ts";

/**
 * Who drives the pipeline in the embedded cloud: IAM users with just the rights of their work, so that a driver that
 * reaches for more is refused here and not first on AWS.
 *
 *     publisher   puts documents              subscriber  takes notifications
 *     observer    reads dead letters and CSVs, and gives back what it holds
 */
export async function employ(cloud: Cloud, pipeline: EtlPipeline): Promise<Record<StaffName, Clients>> {
  const { iam } = cloud.clients();
  const staff: Partial<Record<StaffName, Clients>> = {};
  for (const name of ["publisher", "subscriber", "observer"] as const) {
    await iam.send(new CreateUserCommand({ UserName: name }));
    const PolicyDocument = JSON.stringify(rightsOf(name, pipeline));
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: "work", PolicyDocument }));
    const user = cloud.houses.services.iam.users.get(name);
    staff[name] = cloud.clients(cloud.houses.services.iam.userPrincipal(user));
  }
  return staff as Record<StaffName, Clients>;
}

type StaffName = "publisher" | "subscriber" | "observer";

/** What each of them calls, as the drivers themselves say it. */
const CALLS: Record<StaffName, (pipeline: EtlPipeline) => readonly Call[]> = {
  publisher: ({ documentsBucket }) => publisherCalls(documentsBucket),
  subscriber: ({ deliveriesQueue }) => subscriberCalls(deliveriesQueue),
  observer: ({ failuresQueue, undeliveredQueue, documentsBucket }) => [
    ...[failuresQueue, undeliveredQueue].flatMap(deadLetterCalls),
    ...comparisonCalls(documentsBucket),
  ],
};

/** Here they also get the rights that could be spared. */
function rightsOf(name: StaffName, pipeline: EtlPipeline): Policy {
  const calls = CALLS[name](pipeline).map(({ spare, ...call }) => inFull(name, call, pipeline));
  return policyOf(calls, pipeline.region);
}
