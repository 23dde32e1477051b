/**
 * An embedded AWS behind a port of its own, for clients that run in other processes, and whoever is to come through its door.
 */
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
} from "@aws-sdk/client-iam";
import type { Cloud } from "../../cloud/cloud.ts";
import { Guard, type GuardedNeed } from "../../cloud/iam/guard.ts";
import { type Deployment, provision, type StackJson } from "../../cloud/provision/provision.ts";
import { LocalCloud } from "../../lab/local/local-cloud.ts";
import { environmentFor } from "../../lab/local/root-key.ts";

export type Environment = Readonly<Record<string, string>>;

export interface ALocalCloud {
  readonly local: LocalCloud;
  readonly cloud: Cloud;
  /** What a child process of the account's root is started with. */
  readonly root: Environment;
  /** Errors that no AWS would answer. */
  readonly bugs: unknown[];
}

/** Empty, on the wall clock. Whoever started it stops it: `cloud.local.stop()`. */
export async function aLocalCloud(): Promise<ALocalCloud> {
  const bugs: unknown[] = [];
  const local = await LocalCloud.start({ port: 0, timeScale: 1, onBug: (bug) => void bugs.push(bug) });
  return { local, cloud: local.cloud, root: environmentFor(local.port), bugs };
}

/** Deploys a synthesised stack without Terraform. */
export function provisioned({ cloud }: ALocalCloud, stack: { json: object; folder: string }): Promise<Deployment> {
  return provision(
    { json: stack.json as StackJson, folder: stack.folder },
    { clients: cloud.clients(), ...cloud.place },
  );
}

/** A user who may do what a managed policy says and nothing else: as the environment of a child process. */
export async function aUserWith({ cloud, root }: ALocalCloud, PolicyDocument: string, UserName = "deployer") {
  const { iam } = cloud.clients();
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: UserName, PolicyDocument }));
  const { User } = await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy!.Arn! }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const key = { AWS_ACCESS_KEY_ID: AccessKey!.AccessKeyId!, AWS_SECRET_ACCESS_KEY: AccessKey!.SecretAccessKey! };
  return { arn: User!.Arn!, environment: { ...root, ...key } as Environment };
}

/** The rights that one caller is asked for, from now until `end`: guards are listened to, those of all clouds. */
export function neededBy(arn: string): { readonly needs: readonly GuardedNeed[]; end(): void } {
  const needs: GuardedNeed[] = [];
  const { check } = Guard.prototype;
  Guard.prototype.check = function (service, caller, need, resourcePolicy) {
    if (caller.principal.arn === arn) needs.push(need);
    check.call(this, service, caller, need, resourcePolicy);
  };
  return {
    needs,
    end: () => {
      Guard.prototype.check = check;
    },
  };
}
