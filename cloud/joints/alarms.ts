import type { Houses } from "../cloud.ts";
import type { AlarmActions, AlarmNotice } from "../cloudwatch/ports.ts";
import type { Links } from "../links.ts";
import type { Authority } from "./authority.ts";

const CLOUDWATCH = "cloudwatch.amazonaws.com";
/** Who invokes functions for alarms ("Lambda alarm actions" in the CloudWatch user guide). */
const LAMBDA_ALARMS = "lambda.alarms.cloudwatch.amazonaws.com";

/** Joins alarms to the topics they tell and the functions they call. What an alarm may not do stays undone, and its history says so. */
export function alarmActions(houses: Houses, links: Links, authority: Authority): AlarmActions {
  const tell = (topicArn: string, { alarmArn, subject, message }: AlarmNotice) => {
    // A new topic's own policy lets in whoever acts for its owner, and asks for that by this older key. Alarms send it.
    const context = { "aws:SourceOwner": houses.place.accountId };
    const reach = { action: "sns:Publish", resource: topicArn, policy: houses.sns.policyOf(topicArn), context };
    if (!authority.serviceMay(CLOUDWATCH, alarmArn, reach))
      throw new Error(`CloudWatch may not publish to ${topicArn}`);
    links["cloudwatch -> sns"].send(() => void houses.services.sns.publishFromService(topicArn, message, subject));
  };
  const call = (functionArn: string, { alarmArn, event }: AlarmNotice) => {
    const policy = houses.lambda.policyOf(functionArn);
    const reach = { action: "lambda:InvokeFunction", resource: functionArn, policy };
    if (!authority.serviceMay(LAMBDA_ALARMS, alarmArn, reach)) {
      throw new Error(`CloudWatch Alarms is not authorized to perform: lambda:InvokeFunction on ${functionArn}`);
    }
    links["cloudwatch -> lambda"].send(
      () => void houses.services.lambda.invokeAsync(functionArn, event, LAMBDA_ALARMS),
    );
  };
  return {
    act: (actionArn, notice) => {
      if (actionArn.startsWith("arn:aws:sns:")) tell(actionArn, notice);
      else if (actionArn.startsWith("arn:aws:lambda:")) call(actionArn, notice);
      else throw new Error(`this cloud has no service that ${actionArn} belongs to`);
    },
  };
}
