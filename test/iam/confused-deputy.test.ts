import { expect } from "chai";
import { evaluate, type Policies } from "../../cloud/iam/evaluate.ts";
import type { Context } from "../../cloud/iam/request.ts";
import {
  ACCOUNT,
  aRequest,
  aResourceGrant,
  aService,
  identity,
  OTHER_ACCOUNT,
  QUEUE,
  resource,
  session,
} from "./policies.ts";

/** Every hop of the pipeline in which one service calls another, with the policy AWS's guides give for it. */
interface Hop {
  readonly name: string;
  readonly service: string;
  readonly action: string;
  /** As the guides write it, which is not always as the service asks. */
  readonly granted: string;
  readonly resource: string;
  readonly sourceArn: string;
  /** Bucket ARNs have no account, so those hops are bound to the account as well. */
  readonly bindsAccount: boolean;
}

const BUCKET = "arn:aws:s3:::documents";
const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:transform:live`;
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:converted`;
const RULE = `arn:aws:events:eu-west-1:${ACCOUNT}:rule/every-minute`;
const s3 = { service: "s3.amazonaws.com", sourceArn: BUCKET, bindsAccount: true };
const sns = { service: "sns.amazonaws.com", sourceArn: TOPIC, bindsAccount: false };
const events = { service: "events.amazonaws.com", sourceArn: RULE, bindsAccount: false };
const invoke = { action: "lambda:InvokeFunction", granted: "lambda:InvokeFunction", resource: FUNCTION };
const send = { action: "sqs:SendMessage", granted: "SQS:SendMessage", resource: QUEUE };

const hops: Hop[] = [
  { name: "S3 -> Lambda", ...s3, ...invoke },
  { name: "S3 -> SNS", ...s3, action: "sns:Publish", granted: "SNS:Publish", resource: TOPIC },
  { name: "S3 -> SQS", ...s3, ...send },
  { name: "SNS -> SQS", ...sns, ...send },
  { name: "SNS -> Lambda", ...sns, ...invoke },
  { name: "EventBridge -> SQS", ...events, ...send },
  { name: "EventBridge -> Lambda", ...events, ...invoke },
];

/** The trust for a hop: ArnLike and StringEquals, with the keys in capitals as AddPermission writes them. */
function trustFor(hop: Hop): Policies {
  const bySource = { ArnLike: { "AWS:SourceArn": hop.sourceArn } };
  const byAccount = hop.bindsAccount ? { StringEquals: { "AWS:SourceAccount": ACCOUNT } } : {};
  const input = { Action: hop.granted, Resource: hop.resource, Condition: { ...bySource, ...byAccount } };
  return aResourceGrant({ Service: hop.service }, input);
}

function deliver(hop: Hop, change: { service?: string; context?: Context } = {}): string {
  const context = { "aws:SourceArn": hop.sourceArn, "aws:SourceAccount": ACCOUNT, ...change.context };
  const principal = aService(change.service ?? hop.service);
  return evaluate(aRequest({ principal, action: hop.action, resource: hop.resource, context }), trustFor(hop)).decision;
}

for (const hop of hops) {
  describe(`The policy for ${hop.name}`, () => {
    it("lets the source it trusts deliver", () => expect(deliver(hop)).to.equal("allowed"));

    it("refuses the same service on behalf of another source", () => {
      expect(deliver(hop, { context: { "aws:SourceArn": `${hop.sourceArn}-of-someone-else` } })).to.equal(
        "implicitDeny",
      );
    });

    it("refuses another service that claims the source", () => {
      expect(deliver(hop, { service: "firehose.amazonaws.com" })).to.equal("implicitDeny");
    });

    it("refuses everyone once it is gone", () => {
      const request = aRequest({ principal: aService(hop.service), action: hop.action, resource: hop.resource });
      expect(evaluate(request, {}).decision).to.equal("implicitDeny");
    });

    if (hop.bindsAccount) {
      it("refuses a bucket of that name in another account", () => {
        expect(deliver(hop, { context: { "aws:SourceAccount": OTHER_ACCOUNT } })).to.equal("implicitDeny");
      });
    }
  });
}

describe("A hop that runs in a role", () => {
  const roleHops: [name: string, actions: string[], resource: string][] = [
    ["Lambda -> dead-letter queue", ["sqs:SendMessage"], QUEUE],
    ["Lambda -> destination topic", ["sns:Publish"], TOPIC],
    ["Lambda -> destination bus", ["events:PutEvents"], `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/default`],
    ["Lambda -> destination function", ["lambda:InvokeFunction"], FUNCTION],
    ["event source mapping -> SQS", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], QUEUE],
  ];
  for (const [name, actions, target] of roleHops) {
    it(`${name} needs the role's own policy and nothing on the target`, () => {
      const may = { identity: [identity({ Effect: "Allow", Action: actions, Resource: target })] };
      const decide = (policies: Policies) =>
        actions.map(
          (action) => evaluate(aRequest({ principal: session, action, resource: target }), policies).decision,
        );
      expect(decide(may)).to.deep.equal(actions.map(() => "allowed"));
      expect(decide({})).to.deep.equal(actions.map(() => "implicitDeny"));
    });
  }
});

describe("A TLS-only bucket policy", () => {
  const tlsOnly = resource({
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [BUCKET, `${BUCKET}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
  const decide = (context: Context) =>
    evaluate(aRequest({ principal: session, action: "s3:PutObject", resource: `${BUCKET}/output/a.csv`, context }), {
      identity: [identity({ Effect: "Allow", Action: "s3:PutObject", Resource: `${BUCKET}/output/*` })],
      resource: tlsOnly,
    }).decision;

  it("stops plain requests, whatever the role may", () => {
    expect(decide({ "aws:SecureTransport": "false" })).to.equal("explicitDeny");
  });

  it("lets secure ones pass", () => expect(decide({ "aws:SecureTransport": "true" })).to.equal("allowed"));
});

describe("A Deny with an end", () => {
  const decide = (now: string) =>
    evaluate(aRequest({ principal: session, context: { "aws:CurrentTime": now } }), {
      identity: [
        identity(
          { Effect: "Allow", Action: "sqs:*", Resource: "*" },
          {
            Effect: "Deny",
            Action: "sqs:SendMessage",
            Resource: "*",
            Condition: { DateLessThan: { "aws:CurrentTime": "2026-01-01T00:05:00Z" } },
          },
        ),
      ],
    }).decision;

  it("ends by itself", () => {
    expect(["2026-01-01T00:04:59.999Z", "2026-01-01T00:05:00.000Z"].map(decide)).to.deep.equal([
      "explicitDeny",
      "allowed",
    ]);
  });
});
