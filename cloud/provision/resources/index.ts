import type { ResourceType } from "../resource.ts";
import { dashboard } from "./aws-cloudwatch-dashboard.ts";
import { logGroup } from "./aws-cloudwatch-log-group.ts";
import { metricAlarm } from "./aws-cloudwatch-metric-alarm.ts";
import { role } from "./aws-iam-role.ts";
import { rolePolicy } from "./aws-iam-role-policy.ts";
import { alias } from "./aws-lambda-alias.ts";
import { lambdaFunction } from "./aws-lambda-function.ts";
import { eventInvokeConfig } from "./aws-lambda-function-event-invoke-config.ts";
import { permission } from "./aws-lambda-permission.ts";
import { bucket } from "./aws-s3-bucket.ts";
import { bucketMetric } from "./aws-s3-bucket-metric.ts";
import { bucketNotification } from "./aws-s3-bucket-notification.ts";
import { bucketPolicy } from "./aws-s3-bucket-policy.ts";
import { publicAccessBlock } from "./aws-s3-bucket-public-access-block.ts";
import { bucketEncryption } from "./aws-s3-bucket-server-side-encryption-configuration.ts";
import { topic } from "./aws-sns-topic.ts";
import { topicPolicy } from "./aws-sns-topic-policy.ts";
import { topicSubscription } from "./aws-sns-topic-subscription.ts";
import { queue } from "./aws-sqs-queue.ts";
import { queuePolicy } from "./aws-sqs-queue-policy.ts";
import { parameter } from "./aws-ssm-parameter.ts";

/** Every resource type the deployer knows, under Terraform's names. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_cloudwatch_dashboard: dashboard,
  aws_cloudwatch_log_group: logGroup,
  aws_cloudwatch_metric_alarm: metricAlarm,
  aws_iam_role: role,
  aws_iam_role_policy: rolePolicy,
  aws_lambda_alias: alias,
  aws_lambda_function: lambdaFunction,
  aws_lambda_function_event_invoke_config: eventInvokeConfig,
  aws_lambda_permission: permission,
  aws_s3_bucket: bucket,
  aws_s3_bucket_metric: bucketMetric,
  aws_s3_bucket_notification: bucketNotification,
  aws_s3_bucket_policy: bucketPolicy,
  aws_s3_bucket_public_access_block: publicAccessBlock,
  aws_s3_bucket_server_side_encryption_configuration: bucketEncryption,
  aws_sns_topic: topic,
  aws_sns_topic_policy: topicPolicy,
  aws_sns_topic_subscription: topicSubscription,
  aws_sqs_queue: queue,
  aws_sqs_queue_policy: queuePolicy,
  aws_ssm_parameter: parameter,
};
