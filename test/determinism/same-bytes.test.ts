import { createHash } from "node:crypto";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { RUN_FILES } from "../../lab/run-file.ts";
import { aCopy } from "../lab/a-copy.ts";
import { aShell, CHECKOUT, type Ended, each, type Shell, type Start } from "../lab/a-shell.ts";

const FILES = RUN_FILES;

/** Settings of the SDK that a machine may have; none of them is a simulation's business. */
const FOREIGN_AWS = {
  AWS_REGION: "eu-west-3",
  AWS_DEFAULT_REGION: "eu-west-3",
  AWS_PROFILE: "other",
  AWS_ACCESS_KEY_ID: "AKIDOTHER",
  AWS_SECRET_ACCESS_KEY: "other",
  AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9",
  AWS_MAX_ATTEMPTS: "9",
  AWS_RETRY_MODE: "adaptive",
  AWS_USE_DUALSTACK_ENDPOINT: "true",
  AWS_USE_FIPS_ENDPOINT: "true",
  AWS_REQUEST_CHECKSUM_CALCULATION: "WHEN_SUPPORTED",
  AWS_RESPONSE_CHECKSUM_VALIDATION: "WHEN_SUPPORTED",
  AWS_LAMBDA_FUNCTION_NAME: "other",
  _X_AMZN_TRACE_ID: "Root=1-other",
  HTTPS_PROXY: "http://127.0.0.1:9",
};

const AWS_CONFIG = `[profile other]
region = eu-west-3
endpoint_url = http://127.0.0.1:9
max_attempts = 9
retry_mode = adaptive
request_checksum_calculation = WHEN_SUPPORTED
use_fips_endpoint = true
`;

/** One machine after another, a few of them at once: that is the load. */
const MACHINES: readonly (readonly [name: string, start: Start & { readonly copied?: boolean }])[] = [
  ["this one", {}],
  ["one in Kiritimati that speaks German", { env: { TZ: "Pacific/Kiritimati", LANG: "de_DE.UTF-8" } }],
  ["one in Newfoundland that speaks Turkish", { env: { TZ: "America/St_Johns", LC_ALL: "tr_TR.UTF-8" } }],
  ["one with little memory", { env: { NODE_OPTIONS: "--max-old-space-size=192 --max-semi-space-size=1" } }],
  ["one with much memory", { env: { NODE_OPTIONS: "--max-semi-space-size=128" } }],
  ["one with another checkout", { copied: true }],
  ["another checkout, entered from the root", { copied: true, cwd: "/", env: { TZ: "Asia/Kathmandu" } }],
  ["one that belongs to another AWS account", { env: FOREIGN_AWS }],
  ["one with another calendar and other chance", { node: ["--import", strangeMachine()] }],
  [
    "one with one thread and deep stacks",
    { env: { UV_THREADPOOL_SIZE: "1", NODE_OPTIONS: "--stack-trace-limit=100" } },
  ],
];

const SHORT = ["--documents", "150", "--seed", "7"];

describe("the same run", function () {
  this.timeout(300_000);
  let shell: Shell;
  let copy: string;

  before(() => {
    shell = aShell();
    copy = aCopy(join(shell.folder, "another checkout"));
    shell.write(".aws/config", AWS_CONFIG);
    shell.write(".aws/credentials", "[other]\naws_access_key_id = a\naws_secret_access_key = b\n");
  });
  after(() => shell.close());

  /** Runs an experiment on a machine, into a folder of its own. */
  async function on([, { copied, ...start }]: (typeof MACHINES)[number], out: string, ...words: string[]) {
    const place = copied ? { ...start, checkout: copy } : start;
    return await shell.start(["run", ...words, "--out", join(shell.folder, out)], place).ended;
  }

  const hashes = (out: string) =>
    FILES.map(
      (name) =>
        `${name} ${createHash("sha256")
          .update(shell.read(out, "latest", name))
          .digest("hex")}`,
    );

  it("leaves the same bytes on ten machines", async () => {
    const ended = await each([...MACHINES.entries()], ([i, machine]) =>
      on(machine, `machine ${i}`, "slow-transform", ...SHORT),
    );
    checkRun(ended);
    for (const [i, [name]] of MACHINES.entries())
      expect(hashes(`machine ${i}`), name).to.deep.equal(hashes("machine 0"));
  });

  it("leaves the same bytes when the function fails and writes stacks", async () => {
    const some = MACHINES.filter(([name]) => /entered|calendar|stacks/.test(name));
    const ended = await each([...some.entries()], ([i, machine]) =>
      on(machine, `failing ${i}`, "output-denied", ...SHORT),
    );
    checkRun(ended);
    expect(shell.read("failing 0/latest/feed.ndjson")).to.contain("AccessDenied");
    for (const [i, [name]] of some.entries()) expect(hashes(`failing ${i}`), name).to.deep.equal(hashes("failing 0"));
  });

  it("holds nothing of the machine it ran on", () => {
    // A name as short as "vm" may stand anywhere by chance.
    const places = [CHECKOUT, shell.folder, homedir(), hostname()].filter((place) => place.length > 6);
    const machine = [...places, "node_modules", "file://", "another-machine"];
    const year = new Date().getFullYear();
    for (const out of ["machine 0", "machine 6", "machine 8", "failing 0", "failing 1"])
      for (const name of FILES) {
        const text = shell.read(out, "latest", name);
        for (const trace of machine) expect(text.includes(trace), `${trace} in ${name}`).to.equal(false);
        // Virtual time begins in 2026; a year in which this test runs later than that gives the machine away.
        for (const date of year > 2026 ? [`${year}-`] : [`${year + 12}-`]) expect(text).not.to.contain(`"${date}`);
      }
  });

  it("is another one with another seed", async () => {
    const words = ["slow-transform", "--documents", "150", "--seed", "8"];
    checkRun([await on(MACHINES[0]!, "other seed", ...words)]);
    const same = hashes("other seed").filter((hash) => hashes("machine 0").includes(hash));
    expect(same).to.deep.equal([]);
  });
});

function checkRun(ended: readonly Ended[]): void {
  for (const { code, err } of ended) expect(code, err).to.be.oneOf([1, 2]);
}

function strangeMachine(): string {
  return pathToFileURL(join(import.meta.dirname, "a-strange-machine.mjs")).href;
}
