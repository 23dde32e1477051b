import { expect } from "chai";
import { aShell, type Ended, each, type Shell } from "./a-shell.ts";
import { anExperiment } from "./an-experiment.ts";

const MEND = "Mend the file.";
const FUNCTION = "Mend the function that the file exports.";
const EXPORT = "Export one: export default experiment<EtlPipeline>((etl) => ({ ... }));";
const FORM = "experiments/slow-transform.ts shows the whole form.";
const UNQUOTED = anExperiment({ title: `"few" "documents"` });

/** A file that somebody wrote, and what is said of it. */
const BROKEN: readonly (readonly [name: string, source: string, complaint: string, next: string])[] = [
  ["syntax.ts", UNQUOTED, `Expected "}" but found "\\"documents\\"" (line 5, column 15)`, MEND],
  ["syntax.mjs", UNQUOTED, `Expected "}" but found "\\"documents\\"" (line 5, column 15)`, MEND],
  [
    "helper.ts",
    `export { default } from "./syntax.ts";`,
    `Expected "}" but found "\\"documents\\"" (FOLDER/syntax.ts, line 5, column 15)`,
    MEND,
  ],
  ["empty.ts", "", "it has no default export", EXPORT],
  ["named.ts", "export const slow = 1;", "it has no default export", EXPORT],
  ["object.mts", "export default { title: 1 };", "it has a default export that is an object", EXPORT],
  ["list.mjs", "export default [];", "it has a default export that is a list", EXPORT],
  ["null.js", "export default null;", "it has a default export that is null", EXPORT],
  [
    "throws.ts",
    `export default () => {\n  throw new Error("the queue is gone");\n};`,
    "the queue is gone (line 2, column 9)",
    FUNCTION,
  ],
  ["top.mjs", `\nthrow new Error("at once");`, "at once (line 2, column 7)", MEND],
  ["text.mjs", `throw "a text";`, "a text", MEND],
  ["waits.ts", "await new Promise(() => {});", "it awaits something that never comes", MEND],
  [
    "stranger.ts",
    `import other from "./other.ts";\nexport default other;`,
    "Cannot find module 'FOLDER/other.ts' imported from FOLDER/stranger.ts",
    MEND,
  ],
  [
    "word.ts",
    `import { lamda } from "serverless-chaos-lab";\nexport default lamda;`,
    "The requested module 'serverless-chaos-lab' does not provide an export named 'lamda' (line 1)",
    MEND,
  ],
  ["old.ts", `import old from "./old-helper.cjs";\nexport default old;`, "Cannot find module './gone'", MEND],
  ["common.js", "module.exports = () => ({});", "module is not defined in ES module scope (line 1, column 1)", MEND],
  [
    "common.cjs",
    "module.exports = () => ({});",
    "it is no ES module by its name",
    "End its name in .ts, .mts, .js, .mjs.",
  ],
  ["notes.ts.txt/x.json", "{}", "it is no ES module by its name", "End its name in .ts, .mts, .js, .mjs."],
  [
    "promise.ts",
    "export default async () => ({});",
    "what its function returns is a promise, expected an object with title, description, tags and so on",
    FORM,
  ],
  [
    "unloaded.mjs",
    anExperiment({ load: "undefined" }),
    "load is missing, expected an object with documents, perSecond, malformed and so on",
    FORM,
  ],
  [
    "probeless.ts",
    anExperiment({ hypothesis: `{ title: "None is lost", probes: [documents.lost()] }` }),
    `steadyStateHypothesis.probes[0] is {"name":"documents.lost","arguments":{},"calls":[]}, expected what probe(...) makes`,
    FORM,
  ],
];

describe("an experiment that cannot be used", function () {
  this.timeout(180_000);
  let shell: Shell;
  let answers: Ended[];

  before(async () => {
    shell = aShell();
    for (const [name, source] of BROKEN) shell.write(name, source);
    shell.write("old-helper.cjs", `require("./gone");`);
    answers = await each(BROKEN, ([name]) => shell.chaoslab("run", `./${name}`, "--out", shell.runs));
  });
  after(() => shell.close());

  for (const [i, [name, , complaint, next]] of BROKEN.entries())
    it(`says so: ${name}, ${complaint}`, () => {
      const { code, out, err } = answers[i]!;
      const said = err.replaceAll(shell.folder, "FOLDER");
      const whole = `LAB_EXPERIMENT_BROKEN: The experiment FOLDER/${name} cannot be used: ${complaint}.\nnext: ${next}\n`;
      expect([said, out, code]).to.deep.equal([whole, "", 64]);
    });

  it("leaves no run behind", () => {
    expect(shell.list("runs")).to.deep.equal([]);
  });

  it("is found before the experiments in front of it are run", async () => {
    const { code, err } = await shell.chaoslab("run", "steady-state", "./throws.ts", "--out", shell.runs);
    expect(code).to.equal(64);
    expect(err).to.match(/^LAB_EXPERIMENT_BROKEN/);
    expect(shell.list("runs")).to.deep.equal([]);
  });

  it("is told from a file that is not there, and from a folder", async () => {
    shell.write("folder/mine.ts", "");
    const [absent, misspelt, catalogued, folder] = await each(
      ["./absent.ts", "./throw.ts", "steady-state.ts", "./folder"],
      (path) => shell.chaoslab("plan", path),
    );
    const said = ({ code, err }: Ended) => `${code} ${err.replaceAll(shell.folder, "FOLDER")}`;
    const absentFile = (name: string) => `64 LAB_EXPERIMENT_UNKNOWN: There is no file FOLDER/${name}.\n`;
    expect(said(absent!)).to.equal(`${absentFile("absent.ts")}next: See them all with: npx chaoslab list\n`);
    expect(said(misspelt!)).to.equal(`${absentFile("throw.ts")}next: Did you mean throws.ts?\n`);
    expect(said(catalogued!)).to.equal(`${absentFile("steady-state.ts")}next: Did you mean steady-state?\n`);
    expect(said(folder!)).to.equal(
      "64 LAB_EXPERIMENT_UNKNOWN: FOLDER/folder is a folder.\nnext: Name a file in it, for instance mine.ts.\n",
    );
  });

  it("is an error event for programs", async () => {
    const { code, out } = await shell.chaoslab("run", "--json", "./empty.ts");
    const [event, ...more] = out.trimEnd().split("\n");
    expect([code, more]).to.deep.equal([64, []]);
    expect(JSON.parse(event!)).to.include({ event: "error", code: "LAB_EXPERIMENT_BROKEN", next: EXPORT });
  });
});
