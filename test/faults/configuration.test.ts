import { expect } from "chai";
import { parseConfiguration } from "../../src/faults/formats.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** Why a configuration is unreadable. */
function aComplaint(value: unknown): string {
  try {
    parseConfiguration(typeof value === "string" ? value : JSON.stringify(value));
  } catch (error) {
    expect((error as Error).name).to.equal("ConfigurationError");
    return (error as Error).message;
  }
  return expect.fail(`it was read: ${JSON.stringify(value)}`);
}

describe("a configuration", () => {
  it("of nothing is healthy", () => {
    expect(parseConfiguration("{}")).to.deep.equal({ seed: 0, expiresAt: NEVER, ignored: [] });
  });

  it("may hold every fault at once", () => {
    const written = {
      seed: 7,
      expiresAt: "2026-01-01T00:07:00Z",
      latency: { probability: 0.5, minMilliseconds: 3000, maxMilliseconds: 5000 },
      timeout: { probability: 0.1 },
      deniedHosts: { probability: 1, hosts: ["s3.*.amazonaws.com"] },
      exception: { probability: 0.3, message: "injected", when: "after" },
    };
    expect(parseConfiguration(JSON.stringify(written))).to.deep.equal({
      ...written,
      expiresAt: Date.UTC(2026, 0, 1, 0, 7),
      timeout: { probability: 0.1, bufferMilliseconds: 0 },
      ignored: [],
    });
  });

  it("throws before the work, with a message of its own, unless it is told otherwise", () => {
    expect(parseConfiguration('{"exception":{"probability":1}}').exception).to.deep.equal({
      probability: 1,
      message: "Injected exception",
      when: "before",
    });
  });

  it("may expire in any zone, to the millisecond", () => {
    expect(parseConfiguration('{"expiresAt":"2026-01-01T01:00:00.250+01:00"}').expiresAt).to.equal(
      Date.UTC(2026, 0, 1) + 250,
    );
  });

  const unreadable: [unknown, string][] = [
    ["", "the parameter: expected JSON"],
    ["{", "the parameter: expected JSON"],
    ["[]", "the parameter: expected an object"],
    ["null", "the parameter: expected an object"],
    ["1", "the parameter: expected an object"],
    [{ latncy: {} }, "latncy: expected one of seed, expiresAt, latency, timeout, deniedHosts, exception"],
    [{ latency: true }, "latency: expected an object"],
    [{ latency: { minMilliseconds: 1, maxMilliseconds: 2 } }, "latency.probability: expected a number from 0 to 1"],
    [{ exception: { probability: 1.5 } }, "exception.probability: expected a number from 0 to 1"],
    [{ exception: { probability: -0.1 } }, "exception.probability: expected a number from 0 to 1"],
    [{ exception: { probability: "0.5" } }, "exception.probability: expected a number from 0 to 1"],
    [{ exception: { probability: null } }, "exception.probability: expected a number from 0 to 1"],
    [{ exception: { probability: 1, when: "during" } }, "exception.when: expected before or after"],
    [{ exception: { probability: 1, message: 7 } }, "exception.message: expected a text"],
    [{ exception: { probability: 1, mesage: "x" } }, "exception.mesage: expected one of probability, message, when"],
    [{ timeout: { probability: 1, milliseconds: 3 } }, "timeout.milliseconds: expected one of probability"],
    [
      { latency: { probability: 1, minMilliseconds: 5, maxMilliseconds: 4 } },
      "latency.maxMilliseconds: expected a number from 5 to 900000",
    ],
    [
      { latency: { probability: 1, minMilliseconds: -1, maxMilliseconds: 4 } },
      "latency.minMilliseconds: expected a number from 0 to 900000",
    ],
    [
      { latency: { probability: 1, minMilliseconds: 1, maxMilliseconds: 900_001 } },
      "latency.maxMilliseconds: expected a number from 1 to 900000",
    ],
    [{ deniedHosts: { probability: 1 } }, "deniedHosts.hosts: expected a list of simple regular expressions"],
    [
      { deniedHosts: { probability: 1, hosts: [] } },
      "deniedHosts.hosts: expected a list of simple regular expressions",
    ],
    [
      { deniedHosts: { probability: 1, hosts: "s3" } },
      "deniedHosts.hosts: expected a list of simple regular expressions",
    ],
    [{ seed: 1.5 }, "seed: expected a whole number from -9007199254740991 to 9007199254740991"],
    [{ seed: "7" }, "seed: expected a whole number from -9007199254740991 to 9007199254740991"],
    [{ expiresAt: "2026-01-01T00:07:00" }, "expiresAt: expected an ISO 8601 instant with its zone"],
    [{ expiresAt: "2026-13-01T00:07:00Z" }, "expiresAt: expected an ISO 8601 instant with its zone"],
    [{ expiresAt: "tomorrow" }, "expiresAt: expected an ISO 8601 instant with its zone"],
    [{ expiresAt: 1_767_225_600_000 }, "expiresAt: expected a text"],
  ];
  for (const [value, complaint] of unreadable) {
    it(`is unreadable: ${typeof value === "string" ? value : JSON.stringify(value)}`, () => {
      expect(aComplaint(value)).to.equal(complaint);
    });
  }

  for (const host of ["(a+)+", "(a|b)*c", "[", "", "a*b*c*d*", "x".repeat(257)]) {
    it(`refuses a pattern that is none, or could take for ever: ${host.slice(0, 20)}`, () => {
      expect(aComplaint({ deniedHosts: { probability: 1, hosts: [host] } })).to.include("deniedHosts.hosts");
    });
  }
});
