import {
  ACCOUNT,
  accountRoot,
  allow,
  allows,
  ana,
  anonymous,
  aPolicy,
  aResourceGrant,
  aService,
  decisions,
  deny,
  permits,
  resource,
  root,
  session,
} from "./policies.ts";

describe("A resource policy, within one account", () => {
  const limits = { boundary: permits("managed", "s3:*"), session: [permits("session", "s3:*")] };
  const toUser = aResourceGrant({ AWS: ana.arn });
  const toSession = aResourceGrant({ AWS: session.arn });
  const toRole = aResourceGrant({ AWS: session.roleArn });
  const asSession = { principal: session };
  decisions([
    ["naming the user", "allowed", toUser],
    ["naming the user, against boundary and session policy", "allowed", { ...toUser, ...limits }],
    ["naming the user, against SCPs", "implicitDeny", { ...toUser, serviceControl: [permits("managed", "s3:*")] }],
    ["naming another user", "implicitDeny", aResourceGrant({ AWS: `arn:aws:iam::${ACCOUNT}:user/bob` })],
    ["naming the session", "allowed", { ...toSession, ...limits }, asSession],
    ["naming the role", "allowed", toRole, asSession],
    ["naming the role, against its boundary", "implicitDeny", { ...toRole, boundary: limits.boundary }, asSession],
    ["naming the role, against its session policy", "implicitDeny", { ...toRole, session: limits.session }, asSession],
    [
      "naming the role, within both",
      "allowed",
      { ...toRole, boundary: permits("managed"), session: [permits("session")] },
      asSession,
    ],
    ["naming everyone", "allowed", { ...aResourceGrant("*"), ...limits }],
    ["naming everyone of AWS", "allowed", aResourceGrant({ AWS: "*" }), asSession],
    ["naming the account, which only delegates", "implicitDeny", aResourceGrant(accountRoot)],
    ["naming the account by its number", "implicitDeny", aResourceGrant({ AWS: ACCOUNT })],
    ["naming the account, and the user may", "allowed", { ...aResourceGrant(accountRoot), ...allows }],
    ["naming a service only", "implicitDeny", aResourceGrant({ Service: "s3.amazonaws.com" })],
    ["denying the account", "explicitDeny", { ...allows, resource: resource(deny({ Principal: accountRoot })) }],
    [
      "denying the role",
      "explicitDeny",
      { ...allows, resource: resource(deny({ Principal: { AWS: session.roleArn } })) },
      asSession,
    ],
    [
      "denying another session",
      "allowed",
      { ...allows, resource: resource(deny({ Principal: { AWS: `${session.arn}0` } })) },
      asSession,
    ],
  ]);
});

describe("NotPrincipal", () => {
  const denyAllBut = (...AWS: unknown[]) => ({ ...allows, resource: resource({ ...deny(), NotPrincipal: { AWS } }) });
  decisions([
    ["with Deny spares a user listed with the account", "allowed", denyAllBut(ana.arn, ACCOUNT)],
    ["with Deny does not spare a user whose account is not listed", "explicitDeny", denyAllBut(ana.arn)],
    [
      "with Deny spares a session listed with role and account",
      "allowed",
      denyAllBut(session.arn, session.roleArn, ACCOUNT),
      { principal: session },
    ],
    [
      "with Deny does not spare a session whose role is not listed",
      "explicitDeny",
      denyAllBut(session.arn, ACCOUNT),
      { principal: session },
    ],
    [
      "with Allow grants to those not listed",
      "allowed",
      { resource: resource({ ...allow(), NotPrincipal: { AWS: session.roleArn } }) },
    ],
    [
      "with Allow does not grant to those listed",
      "implicitDeny",
      { resource: resource({ ...allow(), NotPrincipal: { AWS: ana.arn } }) },
    ],
  ]);
});

describe("A role's trust policy", () => {
  const trusts = (Principal: unknown) => ({
    trust: aPolicy("trust", { Effect: "Allow", Action: "sts:AssumeRole", Principal }),
  });
  const assume = { action: "sts:AssumeRole", resource: session.roleArn! };
  const lambda = { ...assume, principal: aService("lambda.amazonaws.com") };
  decisions([
    [
      "must allow, whatever the user may",
      "implicitDeny",
      { ...allows, ...trusts({ Service: "lambda.amazonaws.com" }) },
      assume,
    ],
    ["naming the user is enough", "allowed", trusts({ AWS: ana.arn }), assume],
    ["naming the account needs the user's own Allow", "implicitDeny", trusts(accountRoot), assume],
    ["naming the account of a user who may", "allowed", { ...allows, ...trusts(accountRoot) }, assume],
    ["lets the service in that it names", "allowed", trusts({ Service: "lambda.amazonaws.com" }), lambda],
    ["keeps other services out", "implicitDeny", trusts({ Service: "events.amazonaws.com" }), lambda],
    [
      "is not impressed by the account's root",
      "implicitDeny",
      trusts({ Service: "lambda.amazonaws.com" }),
      { ...assume, principal: root },
    ],
  ]);
});

describe("Services and strangers", () => {
  const s3 = { principal: aService("s3.amazonaws.com") };
  decisions([
    ["a service nobody named", "implicitDeny", {}, s3],
    ["a service, named", "allowed", aResourceGrant({ Service: "s3.amazonaws.com" }), s3],
    ["a service among several", "allowed", aResourceGrant({ Service: ["sns.amazonaws.com", "s3.amazonaws.com"] }), s3],
    ["another service, named", "implicitDeny", aResourceGrant({ Service: "sns.amazonaws.com" }), s3],
    ["a service, with everyone", "allowed", aResourceGrant("*"), s3],
    [
      "a service, denied with everyone",
      "explicitDeny",
      { resource: resource(allow({ Principal: "*" }), deny({ Principal: "*" })) },
      s3,
    ],
    [
      "a service does not care for SCPs",
      "allowed",
      { ...aResourceGrant("*"), serviceControl: [aPolicy("managed", deny())] },
      s3,
    ],
    ["a stranger", "implicitDeny", aResourceGrant(accountRoot), { principal: anonymous }],
    ["a stranger, with everyone", "allowed", aResourceGrant("*"), { principal: anonymous }],
  ]);
});
