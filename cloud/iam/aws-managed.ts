/**
 * The few of AWS's own policies that serverless pipelines attach to their roles. Documents as the AWS managed policy
 * reference gives them.
 */
export const AWS_MANAGED: readonly { readonly path: string; readonly name: string; readonly statement: object }[] = [
  { path: "/", name: "AdministratorAccess", statement: allow(["*"]) },
  {
    path: "/service-role/",
    name: "AWSLambdaBasicExecutionRole",
    statement: allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]),
  },
  {
    path: "/service-role/",
    name: "AWSLambdaSQSQueueExecutionRole",
    statement: allow([
      "sqs:ReceiveMessage",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]),
  },
];

function allow(actions: readonly string[]): object {
  return { Effect: "Allow", Action: actions, Resource: "*" };
}
