import { cpSync } from "node:fs";
import { join, relative } from "node:path";
import { expect } from "chai";
import { RUN_FILES } from "../../lab/run-file.ts";
import { aShell, CHECKOUT, each, type Shell } from "./a-shell.ts";
import { anExperiment, LEASE } from "./an-experiment.ts";

const TYPED = `
import { action, documents, equals, experiment, probe } from "serverless-chaos-lab";
import type { EtlPipeline } from "serverless-chaos-lab/outputs";
import { few, slowly } from "./helpers/load.ts";

export default experiment<EtlPipeline>((etl: EtlPipeline) => ({
  title: "Few documents get through" satisfies string,
  description: "With a helper beside it.",
  tags: [],
  load: few,
  steadyStateHypothesis: { title: "None is lost", probes: [probe("none is lost", documents.lost(), equals(0))] },
  method: [action("slow them down", slowly(etl))],
  rollbacks: [],
}));
`;

const HELPER = `
import { lambda, milliseconds } from "serverless-chaos-lab";
import type { EtlPipeline } from "serverless-chaos-lab/outputs";

export const few = { documents: 20, perSecond: 100, malformed: 0 };
export const slowly = (etl: EtlPipeline) =>
  lambda.inject(etl.transformFaults, { latency: { probability: 1, min: milliseconds(1), max: milliseconds(2) } });
`;

describe("an experiment outside of the checkout", function () {
  this.timeout(180_000);
  let shell: Shell;

  before(() => {
    shell = aShell();
  });
  after(() => shell.close());

  const plan = async (path: string) => {
    const { code, out, err } = await shell.chaoslab("plan", path);
    expect([code, err], path).to.deep.equal([0, ""]);
    return out;
  };

  it("imports the vocabulary by the package's name, in TypeScript and JavaScript, with spaces in its path", async () => {
    const paths = ["ts", "mts", "js", "mjs"].map((kind) =>
      shell.write(`my experiments/few-documents.${kind}`, anExperiment({ method: LEASE })),
    );
    const plans = await each(paths, plan);
    for (const out of plans) {
      expect(out).to.match(/^few-documents: Few documents get through\n/);
      expect(out).to.contain("limit it: lambda.limitConcurrency");
    }
  });

  it("is a module even below a package that says otherwise", async () => {
    shell.write("theirs/package.json", `{ "name": "theirs", "type": "commonjs" }`);
    shell.write("theirs/node_modules/serverless-chaos-lab/package.json", `{ "name": "serverless-chaos-lab" }`);
    expect(await plan(shell.write("theirs/few-documents.js", anExperiment()))).to.match(/^few-documents: /);
  });

  it("imports by relative and by absolute path", async () => {
    const vocabulary = join(CHECKOUT, "chaos/vocabulary.ts");
    const imported = (from: string) => anExperiment().replace(`"serverless-chaos-lab"`, JSON.stringify(from));
    const beside = relative(join(shell.folder, "paths"), vocabulary);
    expect(await plan(shell.write("paths/relative.ts", imported(beside)))).to.match(/^relative: /);
    expect(await plan(shell.write("paths/absolute.mjs", imported(vocabulary)))).to.match(/^absolute: /);
  });

  it("runs with its types and helpers, and leaves the same bytes wherever it lies", async () => {
    shell.write("here/typed few.ts", TYPED);
    shell.write("here/helpers/load.ts", HELPER);
    cpSync(join(shell.folder, "here"), join(shell.folder, "a folder/elsewhere"), { recursive: true });
    const ended = await each(["here/typed few.ts", "a folder/elsewhere/typed few.ts"], (path) =>
      shell.chaoslab(
        "run",
        path,
        "--set",
        "retries=1",
        "timeoutSeconds=9",
        "--out",
        join(shell.runs, path.slice(0, 4)),
      ),
    );
    for (const { code, err } of ended) expect(code, err).to.equal(2);
    expect(ended[0]!.out).to.include(`replay: npx chaoslab run '${join(shell.folder, "here/typed few.ts")}' --seed 1`);
    const [id] = shell.list("runs/here").filter((name) => name.startsWith("typed-few-1-"));
    for (const name of RUN_FILES)
      expect(shell.read("runs/here", id!, name) === shell.read("runs/a fo", id!, name), name).to.equal(true);
    expect(shell.journal(id!, "runs/here").verdict!.replay).to.equal(
      "npx chaoslab run 'typed few.ts' --seed 1 --set retries=1 --set timeoutSeconds=9",
    );
    expect(shell.journal(id!, "runs/here").leases[0]!.restoration.outcome).to.equal("restored");
  });

  it("is that of the catalogue when it is named by its path there", async () => {
    const [byName, byPath] = await each(["steady-state", join(CHECKOUT, "experiments/steady-state.ts")], plan);
    expect(byPath).to.equal(byName);
  });
});
