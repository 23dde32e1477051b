import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { getSchemaSerdePlugin } from "@smithy/core/schema";
import type { Activity } from "../kernel/activity.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Caller } from "./caller.ts";
import type { Gateway } from "./gateway.ts";
import { ClockedRetryStrategy } from "./retry.ts";
import { type Gate, SdkDoor } from "./sdk-door.ts";

const CLIENTS = {
  s3: S3Client,
  sqs: SQSClient,
  sns: SNSClient,
  lambda: LambdaClient,
  cloudwatch: CloudWatchClient,
  logs: CloudWatchLogsClient,
  ssm: SSMClient,
  iam: IAMClient,
  sts: STSClient,
} as const;

/** One SDK client a service, all of one caller. */
export type Clients = { readonly [Name in keyof typeof CLIENTS]: InstanceType<(typeof CLIENTS)[Name]> };

export interface ClientWiring {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly random: Random;
  readonly region: string;
  readonly gate?: Gate;
}

/**
 * The SDK's own clients for one caller, joined to the gateway through the sdk-door. They do not sign - the door knows
 * who they are, and signatures carry the machine's time - and leave out what only matters on a network: finding
 * endpoints, telling who they are, looking for other regions. Retries wait on the lab's clock.
 */
export function clientsFor(caller: Caller, wiring: ClientWiring): Clients {
  const made: Partial<Record<keyof Clients, unknown>> = {};
  const clients = {} as Clients;
  for (const name of Object.keys(CLIENTS) as (keyof Clients)[]) {
    // Made when first used: a cold Lambda environment needs two of the nine.
    const get = () => {
      made[name] ??= makeClient(name, caller, wiring);
      return made[name];
    };
    Object.defineProperty(clients, name, { enumerable: true, get });
  }
  return clients;
}

const NETWORK_ONLY = [
  "httpSigningMiddleware",
  "httpAuthSchemeMiddleware",
  "getUserAgentMiddleware",
  "recursionDetectionMiddleware",
  "loggerMiddleware",
  "regionRedirectMiddleware",
  "s3ExpressMiddleware",
  "addExpectContinueMiddleware",
  "hostHeaderMiddleware",
];

function makeClient(service: keyof Clients, caller: Caller, wiring: ClientWiring): unknown {
  const { gateway, clock, activity, random, region, gate } = wiring;
  const client = new CLIENTS[service]({
    region,
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "signs-nothing" },
    endpointProvider: endpointsOf(service, region),
    requestHandler: new SdkDoor({ gateway, activity, service, caller, ...(gate && { gate }) }),
    retryStrategy: new ClockedRetryStrategy(gate?.clock ?? clock, random.fork(`${service} retries`), activity),
    maxAttempts: 3,
    cacheMiddleware: true,
    forcePathStyle: true,
    // Long lists of metric data would be compressed, in the thread pool.
    disableRequestCompression: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  } as never) as S3Client;
  quicken(client);
  for (const name of NETWORK_ONLY) client.middlewareStack.remove(name);
  client.middlewareStack.add((next) => (args) => activity.during(() => next(args)), {
    step: "initialize",
    priority: "high",
    name: "countActivity",
  });
  return client;
}

/**
 * The SDK copies a client's configuration three times a call. As the SDK builds it, V8 keeps it as a dictionary, and a
 * copy takes 15 microseconds; the same members in an object that was made in one go take three, and fewer without
 * those that only the steps in `NETWORK_ONLY` would read.
 */
function quicken(client: S3Client): void {
  const members = Object.entries(client.config).filter(([name]) => !SIGNERS_OWN.has(name));
  const config = Object.fromEntries(members) as unknown as typeof client.config;
  Object.assign(client, { config });
  client.middlewareStack.use(getSchemaSerdePlugin(config as never) as never);
}

const SIGNERS_OWN = new Set([
  ...["authSchemePreference", "credentialDefaultProvider", "customUserAgent", "defaultSigningName"],
  ...["defaultUserAgentProvider", "defaultsMode", "disableClockSkewCorrection", "disableS3ExpressSessionAuth"],
  ...["extensions", "followRegionRedirects", "httpAuthSchemeProvider", "httpAuthSchemes", "retryMode", "runtime"],
  ...["s3ExpressIdentityProvider", "signer", "signerConstructor", "signingEscapePath", "sigv4aSigningRegionSet"],
  ...["systemClockOffset", "userAgentAppId"],
]);

/** AWS's host names, without the rules that lead there; a bucket is the first part of the path. */
function endpointsOf(service: keyof Clients, region: string) {
  const known = new Map<string, { url: URL }>();
  return ({ Bucket = "" }: { Bucket?: string }) => {
    let endpoint = known.get(Bucket);
    if (!endpoint) {
      endpoint = {
        url: new URL(`https://${HOSTS[service] ?? service}.${region}.amazonaws.com/${encodeURIComponent(Bucket)}`),
      };
      known.set(Bucket, endpoint);
    }
    return endpoint;
  };
}

/** Where a service's host is not called as the service is. */
const HOSTS: Partial<Record<keyof Clients, string>> = { cloudwatch: "monitoring" };
