import { expect } from "chai";
import { codeOf, ROOMS, type Source, sources } from "./sources.ts";

/** Laws of the house: what must not stand where, and what to do instead. */
interface Law {
  readonly says: string;
  readonly pattern: RegExp;
  readonly remedy: string;
  /** Where it holds, by the beginning of paths. */
  readonly in: readonly string[];
  /** The places that exist to do it. */
  readonly but: readonly string[];
}

const SIMULATED = ["src/", "drivers/", "chaos/", "cloud/", "experiments/"];

const LAWS: readonly Law[] = [
  {
    says: "nobody reads the machine's time",
    pattern: /\bDate\.now\(|new Date\(\)|performance\.now\(|process\.hrtime/,
    remedy: "take a clock",
    in: SIMULATED,
    but: ["cloud/kernel/clock.ts", "drivers/main/", "src/aws.ts"],
  },
  {
    says: "nobody draws the machine's lots",
    pattern: /Math\.random\(|randomUUID\(|randomBytes\(|getRandomValues\(/,
    remedy: "take a stream",
    in: SIMULATED,
    but: [],
  },
  {
    says: "nobody sets the machine's timers",
    pattern: /\bset(?:Timeout|Interval|Immediate)\(/,
    remedy: "clock.at, or clock.sleep",
    in: SIMULATED,
    but: ["cloud/kernel/clock.ts", "cloud/kernel/activity.ts", "drivers/main/", "src/aws.ts"],
  },
  {
    says: "nothing in the simulation finishes in the thread pool's order",
    pattern: /\b(?:gunzip|gzip|inflate|deflate)\(|crypto\.subtle|fs\/promises|\bawait import\(/,
    remedy: "use the Sync form, or hold an activity",
    in: ["src/", "chaos/", "cloud/", "experiments/"],
    but: [],
  },
  {
    says: "nothing depends on the machine's language",
    pattern: /localeCompare\(|\bIntl\.|toLocale\w*\(/,
    remedy: "compare code units, and write numbers yourself",
    in: ROOMS.map((room) => `${room}/`),
    but: [],
  },
];

describe("the habits of the house", () => {
  for (const law of LAWS) {
    it(`${law.says}: ${law.remedy}`, () => {
      expect(
        sources()
          .filter((source) => breaks(law, source))
          .map(({ path }) => path),
      ).to.deep.equal([]);
    });
  }

  it("keeps files below 250 lines (tables of tests below 350): which noun wants to leave?", () => {
    const lines = ({ text }: Source) => text.split("\n").length - 1;
    const long = sources([...ROOMS, "test"]).filter(
      (source) => lines(source) > (source.path.startsWith("test/") ? 350 : 250),
    );
    expect(long.map((source) => `${source.path} (${lines(source)})`)).to.deep.equal([]);
  });

  it("opens every file of the rooms with what it is", () => {
    const silent = sources().filter(({ path, text }) => !path.startsWith("experiments/") && !/\/\*\*/.test(text));
    expect(silent.map(({ path }) => path).filter((path) => !path.includes("provision/resources/"))).to.deep.equal([]);
  });

  it("sees a broken law", () => {
    const [time] = LAWS;
    const source = (path: string, text: string): Source => ({ path, text, imports: [] });
    expect(breaks(time!, source("cloud/sqs/queue.ts", "const now = Date.now();"))).to.equal(true);
    expect(breaks(time!, source("cloud/sqs/queue.ts", "// never Date.now()"))).to.equal(false);
    expect(breaks(time!, source("cloud/kernel/clock.ts", "return Date.now();"))).to.equal(false);
  });
});

function breaks(law: Law, source: Source): boolean {
  const { path } = source;
  if (!law.in.some((place) => path.startsWith(place)) || law.but.some((place) => path.startsWith(place))) return false;
  return law.pattern.test(codeOf(source));
}
