import { expect } from "chai";
import { sources } from "./sources.ts";

/** Which rooms a room may import from; its own is always open. A trailing slash means the whole folder. */
const DOORS: readonly (readonly [room: string, doors: readonly string[]])[] = [
  ["infra/", []],
  ["src/", []],
  ["drivers/", []],
  ["chaos/", []],
  ["experiments/", ["chaos/vocabulary.ts", "infra/outputs.ts"]],
  ["cloud/kernel/", []],
  ["cloud/gateway/", ["cloud/kernel/"]],
  ["cloud/provision/", ["cloud/kernel/", "cloud/gateway/"]],
  ["cloud/s3/", ["cloud/kernel/"]],
  ["cloud/sqs/", ["cloud/kernel/"]],
  ["cloud/sns/", ["cloud/kernel/"]],
  ["cloud/lambda/", ["cloud/kernel/"]],
  ["cloud/cloudwatch/", ["cloud/kernel/"]],
  ["cloud/logs/", ["cloud/kernel/"]],
  ["cloud/ssm/", ["cloud/kernel/"]],
  ["cloud/iam/", ["cloud/kernel/"]],
  ["cloud/sts/", ["cloud/kernel/"]],
  ["cloud/", ["cloud/"]],
  ["dashboard/", ["cloud/kernel/feed.ts"]],
  ["lab/", ["package.json", "infra/", "src/", "drivers/", "experiments/", "chaos/", "cloud/", "dashboard/"]],
  ["bench/", ["infra/", "src/", "drivers/", "experiments/", "chaos/", "cloud/", "dashboard/", "lab/"]],
];

describe("the floor plan", () => {
  it("has walls where they were drawn", () => {
    const strays = sources().flatMap(({ path, imports }) =>
      imports.filter((imported) => !isOpen(path, imported)).map((imported) => `${path} imports ${imported}`),
    );
    expect(strays, "only lab knows everyone; hand over what is needed, or ask for its shape").to.deep.equal([]);
  });

  it("knows every room", () => {
    const homeless = sources().filter(({ path }) => !roomOf(path));
    expect(homeless.map(({ path }) => path)).to.deep.equal([]);
  });

  it("sees a stray import", () => {
    expect(isOpen("drivers/publisher.ts", "cloud/kernel/clock.ts")).to.equal(false);
    expect(isOpen("cloud/sqs/service.ts", "cloud/sns/service.ts")).to.equal(false);
    expect(isOpen("cloud/kernel/clock.ts", "cloud/sqs/queue.ts")).to.equal(false);
    expect(isOpen("lab/lab.ts", "cloud/cloud.ts")).to.equal(true);
  });
});

function isOpen(path: string, imported: string): boolean {
  const room = roomOf(path);
  return (
    room !== undefined &&
    [room[0], ...room[1]].some((door) => imported === door || (door.endsWith("/") && imported.startsWith(door)))
  );
}

/** The first room that fits: `cloud/sqs/` before `cloud/`. */
function roomOf(path: string) {
  return DOORS.find(([room]) => path.startsWith(room));
}
