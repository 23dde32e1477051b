import type * as Sts from "@aws-sdk/client-sts";
import type { Call, Output } from "../kernel/house.ts";
import type { StsService } from "./service.ts";

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
      const { accessKeyId, secretAccessKey, sessionToken, expiresAt, principal } = sts.assume({
        roleArn: input.RoleArn!,
        sessionName: input.RoleSessionName!,
        seconds: input.DurationSeconds,
        options: {
          policy: input.Policy,
          policyArns: input.PolicyArns?.map(({ arn }) => arn!),
          tags: input.Tags && Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key!, Value!])),
        },
        callerArn,
      });
      const keys = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken };
      return {
        Credentials: { ...keys, Expiration: new Date(expiresAt) },
        AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
      };
    },
  };
}
