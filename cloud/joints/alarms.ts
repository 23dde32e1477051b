import type { Houses } from "../cloud.ts";
import type { AlarmActions } from "../cloudwatch/ports.ts";
import type { Links } from "../links.ts";
import type { Authority } from "./authority.ts";

const CLOUDWATCH = "cloudwatch.amazonaws.com";

/** Joins alarms to the topics they tell. What an alarm may not do stays undone, and its history says so. */
export function alarmActions(houses: Houses, links: Links, authority: Authority): AlarmActions {
  return {
    act: (actionArn, { alarmArn, subject, message }) => {
      if (!actionArn.startsWith("arn:aws:sns:"))
        throw new Error(`this cloud has no service that ${actionArn} belongs to`);
      // A new topic's own policy lets in whoever acts for its owner, and asks for that by this older key. Alarms send it.
      const context = { "aws:SourceOwner": houses.place.accountId };
      const reach = { action: "sns:Publish", resource: actionArn, policy: houses.sns.policyOf(actionArn), context };
      if (!authority.serviceMay(CLOUDWATCH, alarmArn, reach))
        throw new Error(`CloudWatch may not publish to ${actionArn}`);
      links["cloudwatch -> sns"].send(() => void houses.services.sns.publishFromService(actionArn, message, subject));
    },
  };
}
