import { checkConstraints, type Rule, type Rules } from "../kernel/constraints.ts";

/** What members of STS's requests may be: the constraints of its model, operation by operation. */
export function checkInput(operation: string, input: object): void {
  const rules = RULES[operation];
  if (rules) checkConstraints(input, rules, { code: "ValidationError", showsValue: true });
}

const NAME = "[\\w+=,.@-]*";
const TAG = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
const ARN: Rule = { min: 20, max: 2048 };
const SESSION: Rules = { RoleArn: ARN, RoleSessionName: { min: 2, max: 64, pattern: NAME } };
const DURATION: Rules = { DurationSeconds: { min: 900, max: 43_200 } };
const LONG_DURATION: Rules = { DurationSeconds: { min: 900, max: 129_600 } };
const POLICY = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+";
const POLICIES: Rules = { PolicyArns: { each: { members: { arn: ARN } } } };
const TAGS: Rule = {
  max: 50,
  each: { members: { Key: { min: 1, max: 128, pattern: `${TAG}+` }, Value: { max: 256, pattern: `${TAG}*` } } },
};
const MFA: Rules = { SerialNumber: { min: 9, max: 256, pattern: "[\\w+=/:,.@-]*" }, TokenCode: { min: 6, max: 6 } };

const RULES: Readonly<Record<string, Rules>> = {
  AssumeRole: {
    ...SESSION,
    ...DURATION,
    ...POLICIES,
    ...MFA,
    Policy: { min: 1, pattern: POLICY },
    ExternalId: { min: 2, max: 1224, pattern: "[\\w+=,.@:\\/-]*" },
    SourceIdentity: { min: 2, max: 64, pattern: NAME },
    Tags: TAGS,
    TransitiveTagKeys: { max: 50 },
  },
  AssumeRoleWithWebIdentity: { ...SESSION, ...DURATION, WebIdentityToken: { min: 4, max: 20_000 } },
  AssumeRoleWithSAML: { RoleArn: ARN, ...DURATION, PrincipalArn: ARN, SAMLAssertion: { min: 4, max: 100_000 } },
  GetFederationToken: {
    ...LONG_DURATION,
    ...POLICIES,
    Name: { min: 2, max: 32, pattern: NAME },
    Policy: { min: 1, max: 2048, pattern: POLICY },
    Tags: TAGS,
  },
  GetSessionToken: { ...LONG_DURATION, ...MFA },
  GetAccessKeyInfo: { AccessKeyId: { min: 16, max: 128, pattern: "[\\w]*" } },
  DecodeAuthorizationMessage: { EncodedMessage: { min: 1, max: 10_240 } },
};
