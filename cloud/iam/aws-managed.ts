/**
 * Those of AWS's own policies that serverless pipelines and their operators attach most. Documents as the AWS managed
 * policy reference gives them.
 */
export const AWS_MANAGED: readonly AwsManaged[] = [
  { path: "/", name: "AdministratorAccess", statements: [allow(["*"])] },
  {
    path: "/service-role/",
    name: "AWSLambdaBasicExecutionRole",
    statements: [allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"])],
  },
  {
    path: "/service-role/",
    name: "AWSLambdaSQSQueueExecutionRole",
    statements: [
      allow([
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
      ]),
    ],
  },
  of("AmazonS3FullAccess", "ANPAIFIR6V6BVTRAHWINE", allow(["s3:*", "s3-object-lambda:*"])),
  of(
    "AmazonS3ReadOnlyAccess",
    "ANPAIZTJ4DXE7G6AGAE6M",
    allow(["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"]),
  ),
  of("AmazonSQSFullAccess", "ANPAI65L554VRJ33ECQS6", allow(["sqs:*"])),
  of(
    "AmazonSQSReadOnlyAccess",
    "ANPAIUGSSQY362XGCM6KW",
    allow([
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ListDeadLetterSourceQueues",
      "sqs:ListQueues",
      "sqs:ListMessageMoveTasks",
      "sqs:ListQueueTags",
    ]),
  ),
  of("AmazonSSMReadOnlyAccess", "ANPAJODSKQGGJTHRYZ5FC", allow(["ssm:Describe*", "ssm:Get*", "ssm:List*"])),
  of(
    "IAMReadOnlyAccess",
    "ANPAJKSO7NDY4T57MWDSQ",
    allow([
      "iam:GenerateCredentialReport",
      "iam:GenerateServiceLastAccessedDetails",
      "iam:Get*",
      "iam:List*",
      "iam:SimulateCustomPolicy",
      "iam:SimulatePrincipalPolicy",
    ]),
  ),
  of(
    "AWSLambdaExecute",
    "ANPAJE5FX7FQZSU5XAKGO",
    allow(["logs:*"], "arn:aws:logs:*:*:*"),
    allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::*"),
  ),
  of("AWSDenyAll", "ANPAZKAPJZG4P43IUQ5E5", { Sid: "DenyAll", Effect: "Deny", Action: ["*"], Resource: "*" }),
];

interface AwsManaged {
  readonly path: string;
  readonly name: string;
  /** The policy's own; absent for the first three, whose ids are drawn, and runs are told by. */
  readonly id?: string;
  readonly statements: readonly object[];
}

function of(name: string, id: string, ...statements: readonly object[]): AwsManaged {
  return { path: "/", name, id, statements };
}

function allow(actions: readonly string[], resource = "*"): object {
  return { Effect: "Allow", Action: actions, Resource: resource };
}
