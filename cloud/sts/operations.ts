import type * as Sts from "@aws-sdk/client-sts";
import type { Call, Output } from "../kernel/house.ts";
import { messageNotValid } from "./errors.ts";
import type { Session, StsService } from "./service.ts";
import { accountIn, packedSize, sessionTags } from "./session-request.ts";

export function stsOperations(sts: StsService) {
  return {
    /** Answers whoever has signed, whatever the policies say. */
    GetCallerIdentity(
      _input: Sts.GetCallerIdentityCommandInput,
      { callerArn, callerId }: Call,
    ): Output<Sts.GetCallerIdentityCommandOutput> {
      return { UserId: callerId, Account: callerArn.split(":")[4], Arn: callerArn };
    },

    AssumeRole(input: Sts.AssumeRoleCommandInput, { callerArn }: Call): Output<Sts.AssumeRoleCommandOutput> {
      const policies = policiesOf(input);
      const packed = packedSize(policies.policy, policies.policyArns);
      const { SourceIdentity, Tags, TransitiveTagKeys } = input;
      const tags = sessionTags(Tags, TransitiveTagKeys, sts.transitiveTagsOf(callerArn));
      const session = sts.assume({
        roleArn: input.RoleArn!,
        sessionName: input.RoleSessionName!,
        seconds: input.DurationSeconds,
        options: { ...policies, ...tags, sourceIdentity: SourceIdentity },
        callerArn,
      });
      return {
        Credentials: shown(session),
        AssumedRoleUser: { AssumedRoleId: session.principal.userId, Arn: session.principal.arn },
        ...(packed !== undefined && { PackedPolicySize: packed }),
        ...(SourceIdentity !== undefined && { SourceIdentity }),
      };
    },

    GetSessionToken(
      input: Sts.GetSessionTokenCommandInput,
      { callerArn }: Call,
    ): Output<Sts.GetSessionTokenCommandOutput> {
      return { Credentials: shown(sts.sessionFor(callerArn, input.DurationSeconds)) };
    },

    GetFederationToken(
      input: Sts.GetFederationTokenCommandInput,
      { callerArn }: Call,
    ): Output<Sts.GetFederationTokenCommandOutput> {
      const policies = policiesOf(input);
      const packed = packedSize(policies.policy, policies.policyArns) ?? 0;
      const options = { ...policies, tags: sessionTags(input.Tags).tags };
      const session = sts.federate(callerArn, input.Name!, input.DurationSeconds, options);
      return {
        Credentials: shown(session),
        FederatedUser: { FederatedUserId: session.principal.userId, Arn: session.principal.arn },
        PackedPolicySize: packed,
      };
    },

    /** Keys made here do not tell their account: there is only one. */
    GetAccessKeyInfo(input: Sts.GetAccessKeyInfoCommandInput): Output<Sts.GetAccessKeyInfoCommandOutput> {
      return { Account: sts.knows(input.AccessKeyId!) ? sts.accountId : accountIn(input.AccessKeyId!) };
    },

    DecodeAuthorizationMessage(): never {
      throw messageNotValid();
    },
  };
}

function policiesOf({ Policy, PolicyArns }: Pick<Sts.AssumeRoleCommandInput, "Policy" | "PolicyArns">) {
  return { policy: Policy, policyArns: PolicyArns?.map(({ arn }) => arn!) };
}

function shown({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: Session): Sts.Credentials {
  const keys = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken };
  return { ...keys, Expiration: new Date(expiresAt) };
}
