import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { isPassing } from "../../chaos/patience.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { LiveClients } from "../live/clients.ts";

/** Where a deployment lies: two runs at one site meet, and an undo must go where its run went. */
export interface Site {
  readonly accountId: string;
  readonly region: string;
  /** `etl-<suffix>` */
  readonly pipeline: string;
  /** null for AWS itself. */
  readonly endpoint: string | null;
}

/** The site of a pipeline as this shell reaches it. */
export function siteOf({ accountId, region, pipeline }: Stack, endpoint = process.env.AWS_ENDPOINT_URL): Site {
  return { accountId, region, pipeline, endpoint: endpoint ? inOneForm(endpoint) : null };
}

type Stack = Pick<EtlPipeline, "accountId" | "region" | "pipeline">;

/** The same stack, at the same place. */
export function sameSite(a: Site, b: Site): boolean {
  return sameStack(a, b) && a.endpoint === b.endpoint;
}

/** The same by its names, at whatever place. */
export function sameStack(a: Stack, b: Stack): boolean {
  return a.accountId === b.accountId && a.region === b.region && a.pipeline === b.pipeline;
}

/** `etl-lab in 000000000000/us-east-1 at http://127.0.0.1:4566` */
export function wordsOf({ accountId, region, pipeline, endpoint }: Site): string {
  return `${pipeline} in ${accountId}/${region}${endpoint ? ` at ${endpoint}` : ""}`;
}

function inOneForm(endpoint: string): string {
  return endpoint.replace(/\/+$/, "").replace(/^(https?:\/\/)localhost(?=[:/]|$)/, "$1127.0.0.1");
}

/** How long the site may take to say who is calling. */
const PATIENCE = 10_000;

/**
 * Makes sure that this shell's endpoint and credentials lead to a site.
 *
 * @throws LabError LAB_WRONG_CLOUD, LAB_CLOUD_UNREACHABLE or LAB_NO_CREDENTIALS
 */
export async function checkSite(site: Site, clients: LiveClients, endpoint = process.env.AWS_ENDPOINT_URL) {
  const here = endpoint ? inOneForm(endpoint) : null;
  if (here !== site.endpoint) {
    throw new LabError(
      "LAB_WRONG_CLOUD",
      `These leases are on ${wordsOf(site)}; this shell leads to ${here ?? "AWS itself"}.`,
      wayTo(site),
    );
  }
  const account = await accountAt(site, clients);
  if (account === site.accountId) return;
  throw new LabError(
    "LAB_WRONG_CLOUD",
    `These leases are on ${wordsOf(site)}; these credentials are for account ${account}.`,
    `Use credentials for account ${site.accountId}.`,
  );
}

function wayTo({ endpoint }: Site): string {
  if (endpoint === null) return "unset AWS_ENDPOINT_URL";
  const [, port] = /^http:\/\/127\.0\.0\.1:(\d+)$/.exec(endpoint) ?? [];
  return port ? `eval "$(npx chaoslab env --port ${port})"` : `export AWS_ENDPOINT_URL=${endpoint}`;
}

async function accountAt(site: Site, { sts }: LiveClients): Promise<string | undefined> {
  try {
    const asked = sts.send(new GetCallerIdentityCommand({}), { abortSignal: AbortSignal.timeout(PATIENCE) });
    return (await asked).Account;
  } catch (error) {
    const unheard = isPassing(error) || (error instanceof Error && error.name === "AbortError");
    throw unheard ? unreachable(site, error) : stranger(site, error);
  }
}

function unreachable(site: Site, error: unknown): LabError {
  const next = site.endpoint ? "Start it again, or let it be: what it held has ended with it." : "Try again.";
  return new LabError("LAB_CLOUD_UNREACHABLE", `${wordsOf(site)} does not answer: ${reasonOf(error)}.`, next);
}

function stranger(site: Site, error: unknown): LabError {
  const message = `${wordsOf(site)} does not let this shell in: ${reasonOf(error)}.`;
  return new LabError("LAB_NO_CREDENTIALS", message, `Use credentials for account ${site.accountId}.`);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.message || (error as NodeJS.ErrnoException).code || error.name).split("\n")[0]!.replace(/\.$/, "");
}
