/**
 * The real Terraform and the real AWS provider, for the tests that are held to them. Neither is installed by `npm ci`: they are used
 * where this machine has them, and their absence is said out loud.
 *
 *     before(function () { terraform = terraformOrSkip(this); });
 *     const { stdout } = await terraform.run(folder, ["validate", "-json"]);
 *
 * Terraform is looked for on PATH. The provider is looked for in CHAOSLAB_PROVIDER_MIRROR and in the usual places of a filesystem
 * mirror, a folder that holds `<registry host>/hashicorp/aws/...` (developer.hashicorp.com/terraform/cli/config/config-file,
 * "Provider Installation"). No network is used.
 */
import { type ExecFileException, execFile } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** The provider that the bindings of @cdktf/provider-aws 20.1.0 were made from, and that the stack pins. */
export const PROVIDER_VERSION = "5.100.0";

export interface TerraformResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Terraform {
  /** The executable. */
  readonly path: string;
  /** The filesystem mirror. */
  readonly mirror: string;
  /**
   * Runs `terraform -chdir=folder args` and hands back how it ended, whatever that was. The environment is PATH, HOME and `environment`:
   * nobody's credentials or profile get in by accident.
   */
  run(
    folder: string,
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<TerraformResult>;
}

/** Terraform with a provider, or the reason why there is none. */
export function findTerraform(environment: NodeJS.ProcessEnv = process.env): Terraform | { readonly missing: string } {
  const path = executable("terraform", environment.PATH ?? "");
  if (!path) return { missing: "there is no terraform on PATH" };
  const mirror = mirrors(environment).find(holdsProvider);
  if (!mirror)
    return { missing: `no mirror holds the AWS provider ${PROVIDER_VERSION}; name one in CHAOSLAB_PROVIDER_MIRROR` };
  return terraform(path, mirror);
}

/** The same for a suite: skips it, loudly, when something is missing. */
export function terraformOrSkip(suite: Mocha.Context): Terraform {
  const found = findTerraform();
  if (!("missing" in found)) return found;
  if (process.env.CHAOSLAB_REQUIRE === "terraform") throw new Error(`Terraform is required, and ${found.missing}`);
  console.warn(
    `SKIPPED: ${suite.currentTest?.parent?.title ?? suite.test?.parent?.fullTitle() ?? "a suite"}, because ${found.missing}`,
  );
  return suite.skip();
}

function terraform(path: string, mirror: string): Terraform {
  const settings = mkdtempSync(join(tmpdir(), "chaoslab-terraform-"));
  process.once("exit", () => rmSync(settings, { recursive: true, force: true }));
  const config = join(settings, "terraformrc");
  writeFileSync(config, terraformrc(mirror));
  const own = {
    TF_CLI_CONFIG_FILE: config,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return {
    path,
    mirror,
    run: (folder, args, environment) => run(path, [`-chdir=${folder}`, ...args], { ...own, ...environment }),
  };
}

/** The mirror and nothing but the mirror: what it does not hold is an error, not a download. */
function terraformrc(mirror: string): string {
  const lines = [
    "disable_checkpoint = true",
    "provider_installation {",
    "  filesystem_mirror {",
    `    path    = ${JSON.stringify(mirror)}`,
    '    include = ["hashicorp/aws"]',
    "  }",
    "  direct {",
    '    exclude = ["*/*"]',
    "  }",
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function run(
  path: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<TerraformResult> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...environment };
  return new Promise((resolve) => {
    const ended = (error: ExecFileException | null, stdout: string, stderr: string) =>
      resolve({ status: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    execFile(path, args, { env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }, ended);
  });
}

function executable(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function mirrors({ CHAOSLAB_PROVIDER_MIRROR: named }: NodeJS.ProcessEnv): string[] {
  if (named) return [named];
  const home = [".terraform.d/plugins", ".terraform.d/plugin-cache", ".local/share/terraform/plugins"].map((folder) =>
    join(homedir(), folder),
  );
  return [...home, "/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins", ...foldersIn("/opt")];
}

function foldersIn(folder: string): string[] {
  return existsSync(folder) && statSync(folder).isDirectory()
    ? readdirSync(folder)
        .sort()
        .map((name) => join(folder, name))
    : [];
}

/** Unpacked as `<version>/<system>/terraform-provider-aws...`, or packed as `terraform-provider-aws_<version>_<system>.zip`. */
function holdsProvider(mirror: string): boolean {
  const packed = new RegExp(`^terraform-provider-aws_${PROVIDER_VERSION}_.*\\.zip$`);
  const providers = foldersIn(mirror).map((host) => join(host, "hashicorp/aws"));
  return providers.some(
    (folder) =>
      existsSync(join(folder, PROVIDER_VERSION)) ||
      foldersIn(folder).some((file) => packed.test(file.slice(folder.length + 1))),
  );
}
