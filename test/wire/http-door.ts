import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { Cloud } from "../../cloud/cloud.ts";
import type { Clients } from "../../cloud/gateway/clients.ts";
import { HttpDoor } from "../../cloud/gateway/http-door.ts";
import { Activity } from "../../cloud/kernel/activity.ts";
import type { Clock } from "../../cloud/kernel/clock.ts";
import { Random } from "../../cloud/kernel/random.ts";
import type { World } from "./doors.ts";

/** The account's own keys, as AWS's documentation writes them. */
export const ROOT = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
} as const;

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A cloud on the machine's clock behind an HTTP door at a free port. */
export async function aServedCloud(region = "us-east-1") {
  const bugs: unknown[] = [];
  const onBug = (bug: unknown) => void bugs.push(bug);
  const clock = aWallClock();
  const random = Random.fromSeed(1);
  const home = { accountId: "111122223333", region };
  const cloud = new Cloud({ clock, activity: new Activity(), random, place: home, latencyScale: 0, onBug });
  const { gateway, place, houses } = cloud;
  const { credentials } = houses.services.iam;
  const door = new HttpDoor({ gateway, credentials, rootCredentials: ROOT, clock, place, onBug });
  const { port } = await door.listen(0);
  return { cloud, door, port, clock, bugs, endpoint: `http://127.0.0.1:${port}` };
}

/** Official clients over the network, as anybody would make them: they sign, and keep their connections. */
export async function openHttpDoor(): Promise<World> {
  const { cloud, door, clock, bugs, endpoint } = await aServedCloud();
  const { iam } = cloud.houses.services;
  const made: Clients[] = [];
  const clientsWith = (keys: Keys) => {
    const clients = clientsAt(endpoint, keys);
    made.push(clients);
    return clients;
  };
  return {
    ...cloud.place,
    clients: clientsWith(ROOT),
    clientsOfUser: async (name) => {
      const { id, secret } = iam.createAccessKey(name);
      return clientsWith({ accessKeyId: id, secretAccessKey: secret });
    },
    clientsOfRole: async (arn) => clientsWith(iam.openSession(iam.roles.find(arn)!, "story", 3600)),
    now: () => clock.now(),
    sleep: (milliseconds) => clock.sleep(milliseconds),
    run: (story) => story(),
    close: async () => {
      for (const client of made.flatMap((clients) => Object.values(clients))) client.destroy();
      await door.close();
      expect(bugs, "bugs behind the door").to.deep.equal([]);
    },
  };
}

export function clientsAt(endpoint: string, { accessKeyId, secretAccessKey, sessionToken }: Keys): Clients {
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  const config = { endpoint, region: "us-east-1", credentials };
  return {
    s3: new S3Client(config),
    sqs: new SQSClient(config),
    sns: new SNSClient(config),
    lambda: new LambdaClient(config),
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    ssm: new SSMClient(config),
    iam: new IAMClient(config),
    sts: new STSClient(config),
  };
}

/** The machine's time; what is planned for later holds nobody up when the test is over. */
export function aWallClock(): Clock {
  const at = (instant: number, task: () => void) => {
    const timer = setTimeout(task, Math.min(Math.max(0, instant - Date.now()), 2 ** 31 - 1)).unref();
    return { instant, cancel: () => clearTimeout(timer) };
  };
  return {
    now: () => Date.now(),
    at,
    sleep: (milliseconds) =>
      milliseconds <= 0 ? Promise.resolve() : new Promise((resolve) => void setTimeout(resolve, milliseconds)),
    every: (milliseconds, task) => {
      const timer = setInterval(task, milliseconds).unref();
      return { instant: Date.now() + milliseconds, cancel: () => clearInterval(timer) };
    },
  };
}
