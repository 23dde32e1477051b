import { CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Cloud } from "../cloud/cloud.ts";
import type { Clients } from "../cloud/gateway/clients.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

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
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: RIGHTS[name](pipeline) });
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: "work", PolicyDocument }));
    const user = cloud.houses.services.iam.users.get(name);
    staff[name] = cloud.clients(cloud.houses.services.iam.userPrincipal(user));
  }
  return staff as Record<StaffName, Clients>;
}

type StaffName = "publisher" | "subscriber" | "observer";

const MEASURE = {
  Effect: "Allow",
  Action: "cloudwatch:PutMetricData",
  Resource: "*",
  Condition: { StringEquals: { "cloudwatch:namespace": "ServerlessChaosLab" } },
};

const RIGHTS: Record<StaffName, (pipeline: EtlPipeline) => object[]> = {
  publisher: ({ documentsBucketArn, inputPrefix }) => [
    { Effect: "Allow", Action: "s3:PutObject", Resource: `${documentsBucketArn}/${inputPrefix}*` },
    MEASURE,
  ],
  subscriber: ({ deliveriesQueueArn }) => [
    {
      Effect: "Allow",
      Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
      Resource: deliveriesQueueArn,
    },
    MEASURE,
  ],
  observer: ({ failuresQueueArn, undeliveredQueueArn, documentsBucketArn, outputPrefix }) => [
    {
      Effect: "Allow",
      Action: ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
      Resource: [failuresQueueArn, undeliveredQueueArn],
    },
    { Effect: "Allow", Action: "s3:GetObject", Resource: `${documentsBucketArn}/${outputPrefix}*` },
  ],
};
