/**
 * One synthesised stack under Terraform: the commands a person would type in its folder, and what they say, as data.
 *
 *     const workspace = await aWorkspace(terraform, folder, environment);
 *     expect((await workspace.plan()).summary).to.include({ add: 30 });
 *     await workspace.apply();
 */
import type { Terraform } from "../terraform.ts";
import type { Environment } from "./a-local-cloud.ts";

/** How many resources a plan would touch. */
export interface Summary {
  readonly add: number;
  readonly change: number;
  readonly import: number;
  readonly remove: number;
}

export interface Plan {
  readonly summary: Summary | undefined;
  /** By address: `create`, `update`, `replace`, `delete`, `import`. What is to stay as it is, is missing. */
  readonly changes: Readonly<Record<string, string>>;
  readonly errors: readonly string[];
}

/** A resource's attributes. */
export type Values = Readonly<Record<string, unknown>>;

export interface Workspace {
  /** Plans, and keeps the plan for `apply` and `found`. */
  plan(): Promise<Plan>;
  /** Carries out the plan that was made last. */
  apply(): Promise<void>;
  destroy(): Promise<void>;
  /** What the last plan found at the cloud, by address, before any change. */
  found(): Promise<Readonly<Record<string, Values>>>;
}

const PLAN = "plan.tfplan";
/** The provider waits half a minute for each queue; side by side they take no longer than one. */
const SIDE_BY_SIDE = "-parallelism=30";

/** An initialised workspace. */
export async function aWorkspace(terraform: Terraform, folder: string, environment: Environment): Promise<Workspace> {
  const run = (...args: string[]) => terraform.run(folder, args, environment);
  const succeed = async (...args: string[]) => {
    const { status, stdout, stderr } = await run(...args);
    if (status !== 0) throw new Error(`terraform ${args[0]} ended with ${status}: ${stderr}`);
    return stdout;
  };
  await succeed("init", "-no-color");
  return {
    plan: async () => planOf((await run("plan", "-json", SIDE_BY_SIDE, `-out=${PLAN}`)).stdout),
    apply: async () => void (await succeed("apply", "-no-color", SIDE_BY_SIDE, PLAN)),
    destroy: async () => void (await succeed("destroy", "-auto-approve", "-no-color", SIDE_BY_SIDE)),
    found: async () => foundIn(JSON.parse(await succeed("show", "-json", PLAN))),
  };
}

/** One line of `-json` output ("Machine-Readable UI" in Terraform's documentation), as far as it is read here. */
interface Line {
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly changes?: Summary;
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail: string };
}

function planOf(output: string): Plan {
  const lines = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  const changes = lines.filter(({ type }) => type === "planned_change").map(({ change }) => change!);
  const errors = lines.flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
  return {
    summary: summaryOf(lines.find(({ type }) => type === "change_summary")?.changes),
    changes: Object.fromEntries(changes.map(({ resource, action }) => [resource.addr, action])),
    errors: errors.map(({ summary, detail }) => `${summary}: ${detail}`),
  };
}

function summaryOf(counts: Summary | undefined): Summary | undefined {
  if (!counts) return undefined;
  const { add, change, import: imported, remove } = counts;
  return { add, change, import: imported, remove };
}

interface ShownPlan {
  readonly resource_changes: readonly { readonly address: string; readonly change: { readonly before: Values } }[];
}

function foundIn({ resource_changes }: ShownPlan): Record<string, Values> {
  return Object.fromEntries(resource_changes.map(({ address, change }) => [address, change.before]));
}
