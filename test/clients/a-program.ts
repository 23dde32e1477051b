import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT_KEY } from "../../lab/local/root-key.ts";
import { aServedCloud } from "../wire/http-door.ts";

/** Programs that nobody here wrote, at a cloud of their own: what they print, and how they end. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Served = Awaited<ReturnType<typeof aServedCloud>>;

export interface Workplace {
  readonly served: Served;
  /** A folder that is gone afterwards. */
  readonly folder: string;
  /** Runs a program there, with the account's keys and the cloud's address in its environment, and nothing else of ours. */
  run(
    program: string,
    args: readonly string[],
    options?: { stdin?: string; env?: Record<string, string> },
  ): Promise<Run>;
  close(): Promise<void>;
}

export async function aWorkplace(): Promise<Workplace> {
  const served = await aServedCloud();
  const folder = mkdtempSync(join(tmpdir(), "chaoslab-clients-"));
  return {
    served,
    folder,
    run: (program, args, { stdin = "", env = {} } = {}) =>
      started(program, args, { cwd: folder, stdin, env: { ...environment(served.endpoint, folder), ...env } }),
    close: async () => {
      await served.close();
      rmSync(folder, { recursive: true });
      if (served.bugs.length > 0) throw served.bugs[0];
    },
  };
}

/** No file of the person at this machine is read: neither their profiles nor their keys. */
function environment(endpoint: string, folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? folder,
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
    LC_ALL: "C.UTF-8",
    NO_PROXY: "*",
  };
}

function started(
  program: string,
  args: readonly string[],
  { stdin, ...options }: { cwd: string; env: Record<string, string>; stdin: string },
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (piece) => {
      stdout += piece;
    });
    child.stderr.on("data", (piece) => {
      stderr += piece;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
    child.stdin.on("error", () => {});
    child.stdin.end(stdin);
  });
}

/** Why a program cannot be run here; undefined when it can. */
export function missing(program: string, args: readonly string[]): string | undefined {
  const { error, status } = spawnSync(program, args, {
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" },
  });
  if (error) return `there is no ${program}`;
  return status === 0 ? undefined : `${[program, ...args].join(" ")} fails`;
}

/** Leaves a suite out, loudly. */
export function skip(suite: Mocha.Context, name: string, reason: string): void {
  console.warn(`SKIPPED: ${name} because ${reason}`);
  suite.skip();
}
