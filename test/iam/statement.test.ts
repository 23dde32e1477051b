import type { Policies } from "../../cloud/iam/evaluate.ts";
import { parsePolicy } from "../../cloud/iam/policy.ts";
import { allow, decisions, identity, OBJECT, type StatementInput, variable } from "./policies.ts";

describe("A statement", () => {
  const one = (input: StatementInput): Policies => ({ identity: [identity(allow(input))] });
  const put = { action: "s3:PutObject", resource: OBJECT };
  const home = (Version?: string): Policies => {
    const Statement = allow({ Resource: `arn:aws:s3:::documents/${variable("aws:username")}/*` });
    return {
      identity: [{ name: "home", policy: parsePolicy({ ...(Version && { Version }), Statement }, "identity") }],
    };
  };
  const mine = { action: "s3:PutObject", resource: "arn:aws:s3:::documents/ana/a.csv" };
  decisions([
    ["takes actions in any letters", "allowed", one({ Action: "S3:putobject" }), put],
    ["takes wildcards in actions", "allowed", one({ Action: "s3:*Object" }), put],
    ["takes a question mark in actions", "allowed", one({ Action: "s3:?utObject" }), put],
    [
      "takes resources in their own letters only",
      "implicitDeny",
      one({ Resource: OBJECT.replace("output", "Output") }),
      put,
    ],
    [
      "lets a star cross slashes and colons",
      "allowed",
      one({ Resource: "arn:aws:s3:::documents/*" }),
      { ...put, resource: "arn:aws:s3:::documents/a/b:c" },
    ],
    ["lets an ARN end early", "allowed", one({ Resource: "arn:aws:s3" }), put],
    [
      "with NotAction takes every other action",
      "allowed",
      { identity: [identity({ ...allow(), Action: undefined, NotAction: "s3:Get*" })] },
      put,
    ],
    [
      "with NotAction leaves its actions out",
      "implicitDeny",
      { identity: [identity({ ...allow(), Action: undefined, NotAction: "s3:Put*" })] },
      put,
    ],
    [
      "with NotResource takes every other resource",
      "allowed",
      { identity: [identity({ ...allow(), Resource: undefined, NotResource: "arn:aws:s3:::other/*" })] },
      put,
    ],
    [
      "with NotResource leaves its resources out",
      "implicitDeny",
      { identity: [identity({ ...allow(), Resource: undefined, NotResource: "arn:aws:s3:::documents/*" })] },
      put,
    ],
    ["knows variables in version 2012-10-17", "allowed", home("2012-10-17"), mine],
    ["knows no variables before", "implicitDeny", home("2008-10-17"), mine],
    ["knows no variables without a version", "implicitDeny", home(), mine],
    [
      "asks all its conditions",
      "implicitDeny",
      one({ Condition: { StringEquals: { a: "1", b: "2" } } }),
      { ...put, context: { a: "1" } },
    ],
    [
      "asks all its operators",
      "implicitDeny",
      one({ Condition: { StringEquals: { a: "1" }, Null: { b: "false" } } }),
      { ...put, context: { a: "1" } },
    ],
    [
      "holds when all its conditions do",
      "allowed",
      one({ Condition: { StringEquals: { a: ["0", "1"] }, Null: { b: "true" } } }),
      { ...put, context: { a: "1" } },
    ],
  ]);
});
