/**
 * The same inputs give the same bytes from any folder, in any time zone and in any process. Each synthesis here is a process of its own.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { PROJECT } from "../../infra/bundle.ts";
import { stackOptions } from "../../infra/options.ts";
import { synthesize } from "../../infra/synthesis.ts";
import { aFolder, aZip, TSX } from "./a-stack.ts";

interface Place {
  readonly checkout: string;
  readonly cwd: string;
  readonly TZ: string;
  readonly LANG: string;
}

// Both checkouts are copies of one moment, so that an edit of the sources while the test runs is not taken for a difference.
const here = aCheckout(PROJECT, "checkout");
const there = aCheckout(here, "another checkout");

const places: readonly Place[] = [
  { checkout: here, cwd: here, TZ: "UTC", LANG: "C" },
  { checkout: here, cwd: tmpdir(), TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8" },
  { checkout: there, cwd: "/", TZ: "America/St_Johns", LANG: "en_US.UTF-8" },
];

describe("the CDKTF app", function () {
  this.timeout(120_000);

  it("writes the same JSON and the same zip from every folder and checkout, in every time zone and locale", () => {
    const written = places.map((place) => {
      const outdir = join(aFolder(), "out");
      run(place, { CDKTF_OUTDIR: outdir });
      return ["cdk.tf.json", "transform.zip"].map((file) => digest(join(outdir, "stacks/etl", file)));
    });
    expect(written[0]).to.deep.equal(written[1]);
    expect(written[0]).to.deep.equal(written[2]);
    expect(written[0]![1]).to.equal(digest(join(here, "build/transform.zip")));
  });

  it("takes options from the context, the suffix from CHAOSLAB_SUFFIX, and both from --set, the last counting", () => {
    const outdir = join(aFolder(), "out");
    const context = JSON.stringify({
      suffix: "context",
      retries: 1,
      timeoutSeconds: "30",
      cdktfVersion: "0.21.0",
      excludeStackIdFromLogicalIds: true,
    });
    const environment = { CDKTF_OUTDIR: outdir, CDKTF_CONTEXT_JSON: context, CHAOSLAB_SUFFIX: "blue" };
    run(places[0]!, environment, ["--set", "timeoutSeconds=120"]);
    const { resource } = JSON.parse(readFileSync(join(outdir, "stacks/etl/cdk.tf.json"), "utf8"));
    expect(resource.aws_s3_bucket.documents.bucket).to.equal("documents-blue");
    expect(resource.aws_lambda_function.transform.timeout).to.equal(120);
    expect(resource.aws_lambda_function_event_invoke_config["transform-live-retries"].maximum_retry_attempts).to.equal(
      1,
    );
  });

  it("is what cdktf.json starts, and writes where cdktf.json says", () => {
    const { projectId, context, ...settings } = JSON.parse(readFileSync(join(PROJECT, "cdktf.json"), "utf8"));
    expect(settings).to.include({
      language: "typescript",
      app: "node --import tsx infra/main.ts",
      output: "build/cdktf.out",
    });
    expect(settings.sendCrashReports).to.equal("false");
    expect(projectId).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(stackOptions(context)).to.deep.equal(stackOptions());
  });

  it("ends with 64 and says what would have worked when an option is wrong", () => {
    const { status, stderr } = failure(() => run(places[0]!, {}, ["--set", "timeoutSeconds=1000"]));
    expect(status).to.equal(64);
    expect(stderr).to.equal(
      'LAB_OPTION_RANGE: timeoutSeconds cannot be "1000": it is a whole number from 1 to 900.\n' +
        "next: Leave it out for its default: timeoutSeconds=3\n",
    );
  });
});

describe("a synthesis in this process", () => {
  it("is the same each time, whatever was synthesised before", () => {
    const first = synthesized({});
    synthesized({ suffix: "other", subscriptionRedrive: false });
    expect(synthesized({})).to.equal(first);
  });

  it("leaves the state alone that lies beside it, and writes the zip it was given", () => {
    const outdir = aFolder();
    const { folder } = synthesize(stackOptions(), outdir, aZip("exports.handler = () => 1;"));
    writeFileSync(join(folder, "terraform.tfstate"), "what Terraform knows");
    synthesize(stackOptions(), outdir, aZip("exports.handler = () => 2;"));
    expect(readFileSync(join(folder, "transform.zip"))).to.deep.equal(Buffer.from(aZip("exports.handler = () => 2;")));
    expect(readFileSync(join(folder, "terraform.tfstate"), "utf8")).to.equal("what Terraform knows");
  });

  it("takes well under a second", () => {
    const started = performance.now();
    for (let i = 0; i < 5; i++) synthesized({});
    expect((performance.now() - started) / 5).to.be.below(500);
  });
});

function synthesized(settings: Record<string, unknown>): string {
  const { folder } = synthesize(stackOptions(settings), aFolder(), aZip());
  return readFileSync(join(folder, "cdk.tf.json"), "utf8");
}

/** What the app reads of a checkout, in another folder. */
function aCheckout(of: string, name: string): string {
  const folder = join(aFolder(), name);
  for (const part of ["infra", "src", "cdktf.json", "package.json"])
    cpSync(join(of, part), join(folder, part), { recursive: true });
  symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function run(
  { checkout, cwd, TZ, LANG }: Place,
  environment: Record<string, string>,
  args: readonly string[] = [],
): string {
  const { CDKTF_OUTDIR, CDKTF_CONTEXT_JSON, CHAOSLAB_SUFFIX, ...inherited } = process.env;
  const env = { ...inherited, TZ, LANG, LC_ALL: LANG, ...environment };
  return execFileSync(process.execPath, ["--import", TSX, join(checkout, "infra/main.ts"), ...args], {
    cwd,
    env,
    encoding: "utf8",
    stdio: "pipe",
  });
}

function failure(attempt: () => unknown): { status: number; stderr: string } {
  try {
    attempt();
  } catch (error) {
    return error as { status: number; stderr: string };
  }
  throw new Error("the process ended with 0");
}

const digest = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
