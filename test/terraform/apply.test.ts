/**
 * The real Terraform and the real AWS provider deploy the pipeline into an embedded AWS, change it and take it away again: one story, told
 * as a user who may do what docs/deploy-policy.json says and nothing else.
 *
 *     apply -> plan -> a document -> the same state as without Terraform -> change -> plan -> destroy
 */
import { expect } from "chai";
import { bundle } from "../../infra/bundle.ts";
import type { Synthesis } from "../../infra/synthesis.ts";
import { textOf } from "../docs/pages.ts";
import { aFolder, blocks } from "../infra/a-stack.ts";
import { type Terraform, terraformOrSkip } from "../terraform.ts";
import { type ALocalCloud, aLocalCloud, aUserWith, neededBy, provisioned } from "./a-local-cloud.ts";
import { changedPipeline, expectChanged, expectConverts, firstPipeline } from "./a-pipeline.ts";
import { comparable } from "./a-state.ts";
import { aWorkspace, type Plan, type Workspace } from "./a-workspace.ts";
import { writeImports } from "./an-import.ts";
import { leftovers } from "./leftovers.ts";

const POLICY = textOf("docs/deploy-policy.json");

/** Rights that AWS documents, and that the embedded cloud does not ask for. */
const ONLY_AWS_ASKS_FOR = [
  "lambda:ListTags", // who may not list tags is shown a function without any (API reference of GetFunction)
  "s3:DeleteObject", // must always be there for DeleteObjects, whether or not it names versions (its API reference)
];

const NO_CHANGES: Plan = { summary: { add: 0, change: 0, import: 0, remove: 0 }, changes: {}, errors: [] };

describe("Terraform with the rights of docs/deploy-policy.json", function () {
  this.timeout(300_000);
  const outdir = aFolder();
  let terraform: Terraform;
  let code: Uint8Array;
  let here: ALocalCloud;
  let asked: ReturnType<typeof neededBy>;
  let stack: Synthesis;
  let workspace: Workspace;

  before(async function () {
    terraform = terraformOrSkip(this);
    code = bundle();
    here = await aLocalCloud();
    const deployer = await aUserWith(here, POLICY);
    asked = neededBy(deployer.arn);
    stack = firstPipeline(outdir, code);
    workspace = await aWorkspace(terraform, stack.folder, deployer.environment);
  });
  after(async () => {
    asked?.end();
    await here?.local.stop();
  });
  inOneStory();

  it("makes everything", async () => {
    const { summary, errors } = await workspace.plan();
    expect(errors).to.deep.equal([]);
    const resources = blocks(stack.json).filter(({ address }) => !address.startsWith("data."));
    expect(summary).to.include({ add: resources.length, change: 0, remove: 0 });
    await workspace.apply();
  });

  it("finds nothing to change in what it made", async () => {
    expect(await workspace.plan()).to.deep.equal(NO_CHANGES);
  });

  it("has made a pipeline that converts", () => expectConverts(here.cloud, "first"));

  it("reads the state that the deployer without Terraform leaves", async () => {
    const there = await aLocalCloud();
    try {
      const twin = firstPipeline(aFolder(), code);
      writeImports(twin.folder, await provisioned(there, twin), there.local.endpoint);
      const imported = await aWorkspace(terraform, twin.folder, there.root);
      expect((await imported.plan()).errors).to.deep.equal([]);
      const theirs = comparable(await imported.found(), there.local.endpoint);
      expect(theirs).to.deep.equal(comparable(await workspace.found(), here.local.endpoint));
    } finally {
      await there.local.stop();
    }
  });

  it("changes in place what is to be changed: settings, code and tags", async () => {
    changedPipeline(outdir, code);
    const { summary, changes } = await workspace.plan();
    expect(summary).to.include({ add: 0, remove: 0 });
    expect([...new Set(Object.values(changes))]).to.deep.equal(["update"]);
    expect(changes).to.include.keys(
      "aws_lambda_function.transform",
      "aws_sqs_queue.deliveries",
      "aws_s3_bucket.documents",
    );
    await workspace.apply();
    await expectChanged(here.cloud);
  });

  it("finds nothing to change after the change, and documents go on being converted", async () => {
    expect(await workspace.plan()).to.deep.equal(NO_CHANGES);
    await expectConverts(here.cloud, "second");
  });

  it("destroys everything, and the documents with it", async () => {
    await workspace.destroy();
    const left = await leftovers(here.cloud);
    expect(Object.entries(left).filter(([, names]) => names.length > 0)).to.deep.equal([]);
    expect(here.bugs).to.deep.equal([]);
  });

  it("has needed every right it had", () => {
    const { needs } = asked;
    const granted = statements().flatMap(({ Action }) => Action);
    expect(sorted([...needs.map(({ action }) => action), ...ONLY_AWS_ASKS_FOR])).to.deep.equal(sorted(granted));
    const idle = resources(POLICY).filter((pattern) => !needs.some(({ resource }) => matches(pattern, resource)));
    expect(idle).to.deep.equal([]);
  });

  it("would need no more if the policy named the suffix, the region and the account", () => {
    const here = { "1a2b3c4d": "lab", "eu-west-1": "us-east-1" };
    const patterns = resources(narrowed(POLICY, Object.entries(here)));
    const beyond = asked.needs.filter(({ resource }) => !patterns.some((pattern) => matches(pattern, resource)));
    expect(beyond).to.deep.equal([]);
    expect(patterns.filter((pattern) => pattern.includes(":*:"))).to.deep.equal([]);
  });
});

/** Each step stands on the one before: after a failure the rest would only fail for the want of it. */
function inOneStory(): void {
  let broken = false;
  beforeEach(function () {
    if (broken) this.skip();
  });
  afterEach(function () {
    broken ||= this.currentTest?.state === "failed";
  });
}

function statements(policy = POLICY): { Action: string | string[]; Resource: string | string[] }[] {
  return JSON.parse(policy).Statement;
}

/** As docs/terraform.md narrows it, with other examples. */
function narrowed(policy: string, examples: readonly (readonly [string, string])[]): string {
  const [line = ""] = textOf("docs/terraform.md").match(/^sed -e .*$/m) ?? [];
  const local = examples.reduce((text, [theirs, ours]) => text.replaceAll(theirs, ours), line);
  const replacements = [...local.matchAll(/ -e 's\/(\S+?)\/(\S+?)\/g'/g)];
  return replacements.reduce((text, [, from, to]) => text.replace(new RegExp(from!, "g"), to!), policy);
}

const resources = (policy: string) => statements(policy).flatMap(({ Resource }) => Resource);

const sorted = (words: readonly string[]) => [...new Set(words)].sort();

function matches(pattern: string, resource: string): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*")}$`).test(resource);
}
