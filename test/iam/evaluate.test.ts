import {
  accountRoot,
  allow,
  allows,
  ana,
  aPolicy,
  aResourceGrant,
  decisions,
  deny,
  identity,
  OBJECT,
  OTHER_ACCOUNT,
  permits,
  resource,
  root,
  theOther,
} from "./policies.ts";

describe("The evaluator, within one account", () => {
  decisions([
    ["no policy at all", "implicitDeny", {}],
    ["an Allow on the user", "allowed", allows],
    ["an Allow for another action", "implicitDeny", { identity: [identity(allow({ Action: "sqs:ReceiveMessage" }))] }],
    ["an Allow for another resource", "implicitDeny", { identity: [identity(allow({ Resource: OBJECT }))] }],
    ["a Deny beside the Allow", "explicitDeny", { identity: [identity(allow(), deny())] }],
    ["a Deny in another policy", "explicitDeny", { identity: [identity(allow()), identity(deny())] }],
    ["a Deny on the resource", "explicitDeny", { ...allows, resource: resource(deny({ Principal: "*" })) }],
    ["a Deny in the boundary", "explicitDeny", { ...allows, boundary: aPolicy("managed", allow(), deny()) }],
    ["a Deny in the session policy", "explicitDeny", { ...allows, session: [aPolicy("session", deny())] }],
    ["a Deny in an SCP", "explicitDeny", { ...allows, serviceControl: [aPolicy("managed", allow(), deny())] }],
    ["a Deny and no Allow", "explicitDeny", { identity: [identity(deny())] }],
    ["SCPs that do not allow", "implicitDeny", { ...allows, serviceControl: [permits("managed", "s3:*")] }],
    ["SCPs that allow", "allowed", { ...allows, serviceControl: [permits("managed")] }],
    ["an empty list of SCPs", "allowed", { ...allows, serviceControl: [] }],
    ["a boundary that does not allow", "implicitDeny", { ...allows, boundary: permits("managed", "s3:*") }],
    ["a boundary that allows", "allowed", { ...allows, boundary: permits("managed", "sqs:*") }],
    ["a boundary alone", "implicitDeny", { boundary: permits("managed") }],
    ["a session policy that does not allow", "implicitDeny", { ...allows, session: [permits("session", "s3:*")] }],
    [
      "one of two session policies that allows",
      "allowed",
      { ...allows, session: [permits("session", "s3:*"), permits("session")] },
    ],
    ["a session policy alone", "implicitDeny", { session: [permits("session")] }],
    ["no session policy passed", "allowed", { ...allows, session: [] }],
  ]);
});

describe("The root user", () => {
  const asRoot = { principal: root };
  decisions([
    ["needs no policy in its own account", "allowed", {}, asRoot],
    ["bows to a Deny on the resource", "explicitDeny", { resource: resource(deny({ Principal: "*" })) }, asRoot],
    ["bows to a Deny in an SCP", "explicitDeny", { serviceControl: [aPolicy("managed", allow(), deny())] }, asRoot],
    ["bows to SCPs that do not allow", "implicitDeny", { serviceControl: [permits("managed", "s3:*")] }, asRoot],
    ["needs the other account's leave", "implicitDeny", {}, { ...asRoot, ...theOther }],
    ["has the other account's leave", "allowed", aResourceGrant(accountRoot), { ...asRoot, ...theOther }],
  ]);
});

describe("The evaluator, across accounts", () => {
  const toAccount = aResourceGrant(accountRoot);
  decisions([
    ["an Allow on the user only", "implicitDeny", allows, theOther],
    ["an Allow on the resource only", "implicitDeny", aResourceGrant({ AWS: ana.arn }), theOther],
    ["an Allow on the resource for everyone only", "implicitDeny", aResourceGrant("*"), theOther],
    ["both", "allowed", { ...allows, ...aResourceGrant({ AWS: ana.arn }) }, theOther],
    ["both, the resource's to the account", "allowed", { ...allows, ...toAccount }, theOther],
    [
      "both, the resource's to another account",
      "implicitDeny",
      { ...allows, ...aResourceGrant({ AWS: OTHER_ACCOUNT }) },
      theOther,
    ],
    [
      "both, against a boundary",
      "implicitDeny",
      { ...allows, ...toAccount, boundary: permits("managed", "s3:*") },
      theOther,
    ],
    ["a bucket of another account", "implicitDeny", allows, { resource: OBJECT, resourceAccountId: OTHER_ACCOUNT }],
    ["one of AWS's own policies", "allowed", allows, { resource: "arn:aws:iam::aws:policy/AdministratorAccess" }],
    ["a bucket, whose ARN has no account", "allowed", allows, { resource: OBJECT }],
  ]);
});
