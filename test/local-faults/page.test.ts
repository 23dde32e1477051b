import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { LocalCloud } from "../../lab/local/local-cloud.ts";
import { textOf } from "../docs/pages.ts";

const PAGE = textOf("docs/faults-over-http.md");
const execute = promisify(execFile);

/** Each command on the page, and the answer that the page shows for it, if it does. */
function commandsOn(page: string) {
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```\n(?:\n```json\n([\s\S]*?)^```\n)?/gm)].map(
    ([, command, answer]) => ({
      command: command!,
      answer: answer && JSON.parse(answer),
    }),
  );
}

/** Instants differ from day to day. */
function timeless(text: string): object[] {
  const lines = text.trim().split("\n");
  return lines.map((line) => JSON.parse(line.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "...")));
}

describe("the page about faults over HTTP", () => {
  let local: LocalCloud;
  before(async () => {
    const onBug = (bug: unknown) => {
      throw bug;
    };
    local = await LocalCloud.start({ port: 0, timeScale: 1, onBug });
  });
  after(() => local.stop());

  it("shows commands that work, and their answers", async () => {
    const commands = commandsOn(PAGE);
    expect(commands).to.have.length(4);
    const heard: object[] = [];
    for (const { command, answer } of commands) {
      const { stdout } = await execute("bash", ["-e", "-c", command.replaceAll(":4566", `:${local.port}`)]);
      const answers = timeless(stdout);
      heard.push(...answers);
      if (answer) expect(answers).to.deep.equal(timeless(JSON.stringify(answer)));
    }
    expect(heard).to.have.length(7);
    expect(heard.at(-2)).to.have.property("faults").that.deep.equals([]);
    expect(heard.at(-2)).to.have.property("ended").with.length(2);
  });

  it("names every link", () => {
    for (const link of Object.keys(local.cloud.links)) expect(PAGE).to.include(`\`${link}\``);
  });
});
