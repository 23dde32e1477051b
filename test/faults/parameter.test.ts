import type { GetParameterCommand } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { FaultsParameter, GRACE } from "../../src/faults/parameter.ts";
import { type Answer, anAwsError, aWorld } from "../transform/world.ts";

const NAME = "/serverless-chaos-lab/lab/faults/transform";
const LATENCY = '{"latency":{"probability":1,"minMilliseconds":10,"maxMilliseconds":10}}';

/** A parameter in a world whose SSM can be made to fail. */
function aParameter(env: Record<string, string> = {}, value: string | undefined = LATENCY) {
  let failure: Error | undefined;
  const ssm: Answer = () => {
    if (failure !== undefined) throw failure;
    return undefined;
  };
  const told = aWorld({ env: { CHAOS_FAULTS_PARAMETER: NAME, ...env }, ssm });
  told.parameter = value;
  const parameter = new FaultsParameter(told.world);
  const fail = (error: Error | undefined) => {
    failure = error;
  };
  const states = () => told.lines.map(({ state }) => state);
  const later = async (milliseconds: number) => {
    told.now += milliseconds;
    return parameter.current();
  };
  return { told, parameter, fail, states, later };
}

describe("the faults parameter", () => {
  it("is read by the name in the environment", async () => {
    const { told, parameter } = aParameter();
    expect((await parameter.current()).latency!.maxMilliseconds).to.equal(10);
    expect((told.commands[0] as GetParameterCommand).input).to.deep.equal({ Name: NAME });
  });

  for (const name of ["", undefined]) {
    it(`that has ${name === undefined ? "no name" : "an empty name"} is not read`, async () => {
      const told = aWorld({ env: { CHAOS_FAULTS_PARAMETER: name } });
      expect((await new FaultsParameter(told.world).current()).ignored).to.deep.equal([]);
      expect(told.commands).to.have.length(0);
      expect(told.lines).to.have.length(0);
    });
  }

  const caches: [string | undefined, number][] = [
    [undefined, 5000],
    ["5", 5000],
    ["1", 1000],
    ["0.5", 500],
    ["60", 60_000],
    ["soon", 5000],
    ["-1", 5000],
    ["", 5000],
  ];
  for (const [seconds, milliseconds] of caches) {
    it(`is kept ${milliseconds} ms with CHAOS_FAULTS_CACHE_SECONDS=${seconds ?? "(unset)"}`, async () => {
      const { told, parameter, later } = aParameter(
        seconds === undefined ? {} : { CHAOS_FAULTS_CACHE_SECONDS: seconds },
      );
      await parameter.current();
      await later(milliseconds - 1);
      expect(told.commands).to.have.length(1);
      await later(1);
      expect(told.commands).to.have.length(2);
    });
  }

  it("is read at every run with a cache of 0", async () => {
    const { told, parameter } = aParameter({ CHAOS_FAULTS_CACHE_SECONDS: "0" });
    await parameter.current();
    await parameter.current();
    expect(told.commands).to.have.length(2);
  });

  it("says once that it is armed, and once that it is healthy again", async () => {
    const { told, parameter, later } = aParameter();
    await parameter.current();
    await later(5000);
    told.parameter = "{}";
    expect(await later(5000)).to.not.have.property("latency");
    await later(5000);
    expect(told.lines).to.deep.equal([
      { chaos: "faults", state: "armed", faults: ["latency"], seed: 0 },
      { chaos: "faults", state: "healthy" },
    ]);
  });

  it("says nothing while it is healthy from the beginning", async () => {
    const { told, parameter } = aParameter({}, "{}");
    await parameter.current();
    expect(told.lines).to.deep.equal([]);
  });

  it("names the modes that are not injected", async () => {
    const { told, parameter } = aParameter({}, '{"isEnabled":true,"failureMode":"diskspace","rate":1}');
    await parameter.current();
    expect(told.lines).to.deep.equal([{ chaos: "faults", state: "healthy", ignored: ["diskspace"] }]);
  });

  it("is in force until it expires, to the millisecond, also between two readings", async () => {
    const { told, parameter, later, states } = aParameter();
    told.parameter = `{"expiresAt":"2026-01-01T00:00:02Z",${LATENCY.slice(1)}`;
    expect(await parameter.current()).to.have.property("latency");
    expect(await later(1999)).to.have.property("latency");
    expect(await later(1)).to.not.have.property("latency");
    expect(await later(60_000)).to.not.have.property("latency");
    expect(states()).to.deep.equal(["armed", "expired"]);
  });

  it("that has expired before it is read was never armed", async () => {
    const { told, parameter, states } = aParameter();
    told.parameter = `{"expiresAt":"2025-12-31T23:59:59Z",${LATENCY.slice(1)}`;
    expect(await parameter.current()).to.not.have.property("latency");
    expect(states()).to.deep.equal(["expired"]);
  });

  const closed: [string, string | undefined, Error | undefined, string][] = [
    ["is no JSON", "{", undefined, "the parameter: expected JSON"],
    [
      "is out of range",
      '{"exception":{"probability":2}}',
      undefined,
      "exception.probability: expected a number from 0 to 1",
    ],
    ["is missing", undefined, undefined, "ParameterNotFound: ParameterNotFound happened"],
    [
      "may not be read",
      LATENCY,
      anAwsError("AccessDeniedException", 400),
      "AccessDeniedException: AccessDeniedException happened",
    ],
  ];
  for (const [what, value, error, reason] of closed) {
    it(`that ${what} is no fault, at once, and says so once`, async () => {
      const { told, parameter, fail, later } = aParameter();
      expect(await parameter.current()).to.have.property("latency");
      told.parameter = value;
      fail(error);
      expect(await later(5000)).to.not.have.property("latency");
      expect(await later(5000)).to.not.have.property("latency");
      expect(told.lines.slice(1)).to.deep.equal([{ chaos: "faults", state: "unreadable", reason }]);
    });
  }

  const blinks = [
    anAwsError("InternalServerError", 500),
    anAwsError("ThrottlingException", 400),
    Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }),
  ];
  for (const blink of blinks) {
    it(`stays as it was for a minute while SSM fails: ${blink.message}`, async () => {
      const { parameter, fail, later, states } = aParameter();
      await parameter.current();
      fail(blink);
      expect(await later(5000)).to.have.property("latency");
      expect(await later(GRACE - 5001)).to.have.property("latency");
      expect(await later(5000)).to.not.have.property("latency");
      fail(undefined);
      expect(await later(5000)).to.have.property("latency");
      expect(states()).to.deep.equal(["armed", "stale", "unreadable", "armed"]);
    });
  }

  it("does not stay beyond its expiry while SSM fails", async () => {
    const { told, parameter, fail, later } = aParameter();
    told.parameter = `{"expiresAt":"2026-01-01T00:00:06Z",${LATENCY.slice(1)}`;
    await parameter.current();
    fail(anAwsError("InternalServerError", 500));
    expect(await later(5500)).to.have.property("latency");
    expect(await later(500)).to.not.have.property("latency");
  });

  it("is no fault when SSM fails at the first reading", async () => {
    const { parameter, fail, states } = aParameter();
    fail(anAwsError("ThrottlingException", 400));
    expect(await parameter.current()).to.not.have.property("latency");
    expect(states()).to.deep.equal(["unreadable"]);
  });
});
