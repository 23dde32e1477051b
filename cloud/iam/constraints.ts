import { checkConstraints, type Rule, type Rules } from "../kernel/constraints.ts";

/**
 * What members of IAM's requests may be: the constraints of its model, which are the same for a member in every
 * operation but where `OWN` says otherwise. Patterns of names and paths are not among them: IAM checks those itself,
 * in other words (`names.ts`).
 */
export function checkInput(operation: string, input: object): void {
  checkConstraints(input, OWN[operation] ?? RULES, { code: "ValidationError", showsValue: false, saysNotNull: true });
}

const TAG = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
const KEY: Rule = { min: 1, max: 128, pattern: `${TAG}+` };
const ARN: Rule = { min: 20, max: 2048 };
const NAME: Rule = { min: 1, max: 128 };
const SHORT_NAME: Rule = { min: 1, max: 64 };
const PATH: Rule = { min: 1, max: 512 };
const DOCUMENT: Rule = { min: 1, max: 131_072, pattern: "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+" };
const ACCESS_KEY: Rule = { min: 16, max: 128, pattern: "[\\w]+" };

const RULES: Rules = {
  RoleName: SHORT_NAME,
  // Longer for the operations that find a user, shorter for the one that makes it.
  UserName: NAME,
  NewUserName: SHORT_NAME,
  GroupName: NAME,
  NewGroupName: NAME,
  InstanceProfileName: NAME,
  PolicyName: NAME,
  Path: PATH,
  NewPath: PATH,
  PathPrefix: PATH,
  PolicyArn: ARN,
  PolicySourceArn: ARN,
  PermissionsBoundary: ARN,
  AssumeRolePolicyDocument: DOCUMENT,
  PolicyDocument: DOCUMENT,
  Description: { max: 1000 },
  MaxSessionDuration: { min: 3600, max: 43_200 },
  VersionId: { pattern: "v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?" },
  Marker: { min: 1, max: 320 },
  MaxItems: { min: 1, max: 1000 },
  Tags: { max: 50, each: { members: { Key: KEY, Value: { max: 256, pattern: `${TAG}*` } } } },
  TagKeys: { max: 50, each: KEY },
  AccessKeyId: ACCESS_KEY,
  Status: { values: ["Active", "Inactive", "Expired"] },
  Scope: { values: ["All", "AWS", "Local"] },
  PolicyUsageFilter: { values: ["PermissionsPolicy", "PermissionsBoundary"] },
  EntityFilter: { values: ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"] },
  Password: { min: 1, max: 128 },
  AccountAlias: { min: 3, max: 63, pattern: "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$" },
  MinimumPasswordLength: { min: 6, max: 128 },
  PasswordReusePrevention: { min: 1, max: 24 },
  MaxPasswordAge: { min: 1, max: 1095 },
  ActionNames: { each: { min: 3, max: 128 } },
  ResourceArns: { each: { min: 1, max: 2048 } },
  ContextEntries: { each: { members: { ContextKeyName: { min: 5, max: 256 } } } },
};

const OWN: Readonly<Record<string, Rules>> = {
  CreateUser: { ...RULES, UserName: SHORT_NAME },
};
