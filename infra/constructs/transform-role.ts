/**
 * What the function may do: read inputs, write outputs, send given-up events, read its faults, write its log. One statement a need, so
 * that an experiment can take one of them away and a reader can see which.
 */
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import type { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";
import { Construct } from "constructs";
import { INPUT_PREFIX, OUTPUT_PREFIX } from "../names.ts";
import { policy, type Statement } from "./policy.ts";

export interface TransformRoleProps {
  readonly name: string;
  readonly documents: S3Bucket;
  readonly faults: SsmParameter;
  readonly log: CloudwatchLogGroup;
  /** Absent when the function has no dead-letter queue: a right that serves no need is not granted. */
  readonly failures?: SqsQueue | undefined;
}

export class TransformRole extends Construct {
  readonly role: IamRole;
  readonly rolePolicy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: TransformRoleProps) {
    super(scope, id);

    // Here is where Lambda, and nobody else, becomes the function.
    this.role = new IamRole(this, "Default", {
      name: props.name,
      assumeRolePolicy: policy({
        Sid: "AllowLambda",
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    });

    // Here is where each need of the function is named.
    this.rolePolicy = new IamRolePolicy(this, "needs", {
      name: "needs",
      role: this.role.name,
      policy: policy(...needs(props)),
    });
  }
}

function needs({ documents, faults, log, failures }: TransformRoleProps): Statement[] {
  return [
    allow("ReadInput", "s3:GetObject", `${documents.arn}/${INPUT_PREFIX}*`),
    allow("WriteOutput", "s3:PutObject", `${documents.arn}/${OUTPUT_PREFIX}*`),
    ...(failures ? [allow("SendToFailures", "sqs:SendMessage", failures.arn)] : []),
    allow("ReadFaults", "ssm:GetParameter", faults.arn),
    allow("OpenLogStream", "logs:CreateLogStream", `${log.arn}:*`),
    allow("WriteLog", "logs:PutLogEvents", `${log.arn}:*`),
  ];
}

const allow = (Sid: string, Action: string, Resource: string): Statement => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
});
