import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { GetAccountSettingsCommand, ListTagsCommand } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { Call } from "../../chaos/call.ts";
import { functionCall } from "../../chaos/settings/lambda.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { Status } from "../local/local-cloud.ts";
import type { LiveClients } from "./clients.ts";

/** The gates before a live run: what is checked before anything is touched. */

export const LOOPBACK = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/;

/**
 * A local run needs an endpoint on this machine whose time passes as everybody's does: on a faster cloud retries would
 * shrink and timeouts would not.
 *
 * @throws LabError LAB_NO_ENDPOINT, LAB_NOT_LOCAL, LAB_CLOUD_UNREACHABLE or LAB_TIME_SCALE
 */
export async function checkLocal(endpoint = process.env.AWS_ENDPOINT_URL): Promise<void> {
  if (!endpoint) {
    throw new LabError(
      "LAB_NO_ENDPOINT",
      "AWS_ENDPOINT_URL is not set.",
      'Start a cloud (npx chaoslab up &), then: eval "$(npx chaoslab env)"',
    );
  }
  if (!LOOPBACK.test(endpoint)) {
    throw new LabError("LAB_NOT_LOCAL", `${endpoint} is not on this machine.`, "Use --target aws for AWS itself.");
  }
  const { timeScale = 1 } = (await statusAt(endpoint)) ?? {};
  if (timeScale === 1) return;
  throw new LabError(
    "LAB_TIME_SCALE",
    `The cloud at ${endpoint} runs with a time scale of ${timeScale}: its retries come sooner, its timeouts do not.`,
    "Start it without --time-scale, or run in the simulation: --target sim",
  );
}

/**
 * Whether anything answers where AWS_ENDPOINT_URL leads, if it is set: an SDK would try for a while before it says so.
 *
 * @throws LabError LAB_CLOUD_UNREACHABLE
 */
export async function checkReachable(endpoint = process.env.AWS_ENDPOINT_URL): Promise<void> {
  if (endpoint) await statusAt(endpoint);
}

/**
 * What an embedded cloud of ours says of itself; undefined for endpoints that are not ours.
 *
 * @throws LabError LAB_CLOUD_UNREACHABLE
 */
export async function statusAt(endpoint: string): Promise<Partial<Status> | undefined> {
  const response = await fetch(new URL("/_lab/status", endpoint)).catch((error) => {
    throw unreachable(endpoint, error);
  });
  return response.ok ? ((await response.json().catch(() => undefined)) as Partial<Status> | undefined) : undefined;
}

function unreachable(endpoint: string, { message, cause }: Error): LabError {
  const why = cause instanceof Error ? cause.message : message;
  return new LabError(
    "LAB_CLOUD_UNREACHABLE",
    `Nothing answers at ${endpoint}: ${why}.`,
    "Start a cloud: npx chaoslab up &",
  );
}

/** Accounts and regions that runs may touch, as `account/region` entries. */
export interface AllowList {
  readonly source: string;
  readonly entries: readonly string[];
}

const ALLOWED = resolve(import.meta.dirname, "../../.chaoslab/allow.json");

/** From CHAOSLAB_ALLOW (`111122223333/eu-west-1,...`), or from .chaoslab/allow.json (a list of the same). */
export function allowList(environment = process.env, file = ALLOWED): AllowList {
  if (environment.CHAOSLAB_ALLOW)
    return { source: "CHAOSLAB_ALLOW", entries: environment.CHAOSLAB_ALLOW.split(/[,\s]+/).filter(Boolean) };
  return { source: file, entries: existsSync(file) ? entriesIn(file) : [] };
}

function entriesIn(file: string): string[] {
  try {
    const entries: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (Array.isArray(entries) && entries.every((entry) => typeof entry === "string")) return entries;
  } catch {
    // Said below, like everything else that is not such a list.
  }
  throw new LabError("LAB_ALLOW_UNREADABLE", `${file} is no list.`, 'Write it like ["111122223333/eu-west-1"].');
}

/** The calls of both gates of AWS. */
export const gateCalls = ({ transformFunction }: EtlPipeline): Call[] => [
  { operation: "sts:GetCallerIdentity", action: null, resource: "*" },
  functionCall("ListTags", transformFunction),
  { operation: "lambda:GetAccountSettings", resource: "*" },
];

/**
 * A run on AWS goes to an account and region that somebody has allowed, and to resources that carry the stack's own
 * tag. Two calls are made to see that, which change nothing.
 *
 * @throws LabError LAB_ENDPOINT_SET, LAB_NOT_ALLOWED or LAB_NOT_OURS
 */
export async function checkAws(clients: LiveClients, pipeline: EtlPipeline, allowed = allowList()): Promise<void> {
  const elsewhere = Object.keys(process.env).find((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && process.env[name]);
  if (elsewhere) {
    throw new LabError("LAB_ENDPOINT_SET", `${elsewhere} leads away from AWS.`, "Unset it, or use --target local.");
  }
  const { Account } = await clients.sts.send(new GetCallerIdentityCommand({})).catch(noCredentials);
  if (Account !== pipeline.accountId) {
    throw notAllowed(
      pipeline,
      `These credentials are for account ${Account}, the pipeline is in ${pipeline.accountId}`,
    );
  }
  const here = `${Account}/${pipeline.region}`;
  if (!allowed.entries.includes(here)) {
    throw notAllowed(pipeline, `${here} is not on the allow-list (${allowed.source})`);
  }
  await checkTag(clients, pipeline);
}

function notAllowed({ accountId, region }: EtlPipeline, what: string): LabError {
  const next = `Allow it, if it is meant: export CHAOSLAB_ALLOW=${accountId}/${region}`;
  return new LabError("LAB_NOT_ALLOWED", `${what}.`, next);
}

function noCredentials(error: Error): never {
  throw new LabError(
    "LAB_NO_CREDENTIALS",
    `AWS does not say who this is: ${error.name}: ${error.message}`,
    "Log in (aws sso login, AWS_PROFILE, ...): credentials come from the SDK's default chain.",
  );
}

/** What a load asks of the account. */
export interface Demand {
  readonly perSecond: number;
  /** Milliseconds that a run may take. */
  readonly timeout: number;
}

async function checkTag({ lambda }: LiveClients, pipeline: EtlPipeline): Promise<void> {
  const { Tags = {} } = await lambda.send(new ListTagsCommand({ Resource: pipeline.transformFunctionArn }));
  if (Tags.stack === pipeline.pipeline) return;
  throw new LabError(
    "LAB_NOT_OURS",
    `${pipeline.transformFunction} does not carry the tag stack=${pipeline.pipeline}.`,
    "Runs touch only what their own stack has deployed: deploy it with npm run deploy.",
  );
}

/**
 * Whether the account can hold the load when every run takes as long as it may.
 *
 * @throws LabError LAB_CONCURRENCY
 */
export async function checkConcurrency({ lambda }: LiveClients, { perSecond, timeout }: Demand): Promise<void> {
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const free = AccountLimit?.UnreservedConcurrentExecutions ?? 0;
  const needed = Math.ceil((perSecond * timeout) / 1000);
  if (free >= needed) return;
  throw new LabError(
    "LAB_CONCURRENCY",
    `At ${perSecond} documents a second and a timeout of ${timeout / 1000} s up to ${needed} runs may be alive at once; the account has ${free}.`,
    `Lower --rate to ${Math.floor((free * 1000) / timeout)}, or ask AWS for more concurrent executions.`,
  );
}
