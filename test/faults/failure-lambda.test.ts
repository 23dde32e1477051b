import { expect } from "chai";
import { parseConfiguration } from "../../src/faults/formats.ts";

const NEVER = Number.POSITIVE_INFINITY;
const parse = (value: unknown) => parseConfiguration(JSON.stringify(value));

describe("failure-lambda's single mode (0.x)", () => {
  const documented = {
    isEnabled: false,
    failureMode: "latency",
    rate: 1,
    minLatency: 100,
    maxLatency: 400,
    exceptionMsg: "Exception message!",
    statusCode: 404,
    diskSpace: 100,
    denylist: ["s3.*.amazonaws.com", "dynamodb.*.amazonaws.com"],
  };

  it("that is not enabled is healthy, as its documentation begins", () => {
    expect(parse(documented)).to.deep.equal({ seed: 0, expiresAt: NEVER, ignored: [] });
    expect(parse({ isEnabled: false })).to.deep.equal({ seed: 0, expiresAt: NEVER, ignored: [] });
  });

  const modes: [string, object][] = [
    ["latency", { latency: { probability: 1, minMilliseconds: 100, maxMilliseconds: 400 } }],
    ["exception", { exception: { probability: 1, message: "Exception message!", when: "before" } }],
    ["denylist", { deniedHosts: { probability: 1, hosts: documented.denylist } }],
    ["statuscode", { ignored: ["statuscode"] }],
    ["diskspace", { ignored: ["diskspace"] }],
  ];
  for (const [failureMode, fault] of modes) {
    it(`becomes ours: ${failureMode}`, () => {
      expect(parse({ ...documented, isEnabled: true, failureMode })).to.deep.equal({
        seed: 0,
        expiresAt: NEVER,
        ignored: [],
        ...fault,
      });
    });
  }

  it("may spell the message out, name the list as it was named before 0.3, and carry seed and expiry", () => {
    const exception = { isEnabled: true, failureMode: "exception", rate: 0.5, exceptionMessage: "spelt out" };
    expect(parse({ ...exception, seed: 3, expiresAt: "2026-01-01T00:00:00Z" })).to.deep.include({
      seed: 3,
      expiresAt: Date.UTC(2026, 0, 1),
      exception: { probability: 0.5, message: "spelt out", when: "before" },
    });
    const blacklist = { isEnabled: true, failureMode: "blacklist", rate: 1, blacklist: ["x"] };
    expect(parse(blacklist).deniedHosts).to.deep.equal({ probability: 1, hosts: ["x"] });
  });

  const unreadable: [object, string][] = [
    [{ isEnabled: "yes" }, "isEnabled: expected true or false"],
    [{ failureMode: "latency", rate: 1 }, "isEnabled: expected true or false"],
    [{ isEnabled: true, failureMode: "latency" }, "rate: expected a number from 0 to 1"],
    [{ isEnabled: true, failureMode: "latency", rate: 2 }, "rate: expected a number from 0 to 1"],
    [{ isEnabled: true, failureMode: "denylist", rate: 1 }, "denylist: expected a list of simple regular expressions"],
    [{ isEnabled: true, rate: 1 }, "failureMode: expected a text"],
  ];
  for (const [value, complaint] of unreadable) {
    it(`is unreadable: ${JSON.stringify(value)}`, () => expect(() => parse(value)).to.throw(complaint));
  }

  it("is unreadable with a mode that nobody knows", () => {
    expect(() => parse({ isEnabled: true, failureMode: "quake", rate: 1 })).to.throw("failureMode: expected one of");
  });
});

describe("failure-lambda's flags (1.x)", () => {
  const off = {
    latency: { enabled: false, min_latency: 100, max_latency: 400 },
    exception: { enabled: false, exception_msg: "Exception message!" },
    statuscode: { enabled: false, status_code: 404 },
    diskspace: { enabled: false, disk_space: 100 },
    denylist: { enabled: false, deny_list: ["s3.*.amazonaws.com", "dynamodb.*.amazonaws.com"] },
    timeout: { enabled: false, timeout_buffer_ms: 500 },
    corruption: { enabled: false, body: '{"error": "corrupted"}' },
  };

  it("that are not enabled are healthy, as their documentation begins", () => {
    expect(parse(off)).to.deep.equal({ seed: 0, expiresAt: NEVER, ignored: [] });
    expect(parse({ latency: { enabled: false } })).to.deep.equal({ seed: 0, expiresAt: NEVER, ignored: [] });
  });

  it("become ours, all at once, and what is not injected is named", () => {
    const on = Object.fromEntries(
      Object.entries(off).map(([mode, flag]) => [mode, { ...flag, enabled: true, percentage: 30 }]),
    );
    expect(parse({ ...on, seed: 9 })).to.deep.equal({
      seed: 9,
      expiresAt: NEVER,
      latency: { probability: 0.3, minMilliseconds: 100, maxMilliseconds: 400 },
      timeout: { probability: 0.3, bufferMilliseconds: 500 },
      deniedHosts: { probability: 0.3, hosts: off.denylist.deny_list },
      exception: { probability: 0.3, message: "Exception message!", when: "before" },
      ignored: ["statuscode", "diskspace", "corruption"],
    });
  });

  it("strike always unless they have a percentage, or the rate of the versions before it", () => {
    expect(parse({ latency: { enabled: true } }).latency).to.deep.equal({
      probability: 1,
      minMilliseconds: 0,
      maxMilliseconds: 0,
    });
    expect(parse({ exception: { enabled: true, rate: 0.25 } }).exception!.probability).to.equal(0.25);
    expect(parse({ timeout: { enabled: true } }).timeout).to.deep.equal({ probability: 1, bufferMilliseconds: 0 });
  });

  it("narrowed to some events are reported, not widened to all", () => {
    const match = [{ path: "requestContext.http.method", value: "GET" }];
    const configuration = parse({ latency: { enabled: true, match }, exception: { enabled: true } });
    expect(configuration.ignored).to.deep.equal(["latency with match"]);
    expect(configuration).to.not.have.property("latency");
    expect(configuration).to.have.property("exception");
  });

  const unreadable: [object, string][] = [
    [{ latency: { enabled: "on" } }, "latency.enabled: expected true or false"],
    [{ latency: { enabled: true, percentage: 50.5 } }, "latency.percentage: expected a whole number from 0 to 100"],
    [
      { latency: { enabled: true, min_latency: 5, max_latency: 1 } },
      "latency.max_latency: expected a number from 5 to 900000",
    ],
    [{ denylist: { enabled: true } }, "denylist.deny_list: expected a list of simple regular expressions"],
    [{ statuscode: { enabled: true }, quake: {} }, "quake: expected one of"],
    [{ statuscode: {} }, "statuscode.enabled: expected true or false"],
  ];
  for (const [value, complaint] of unreadable) {
    it(`are unreadable: ${JSON.stringify(value)}`, () => expect(() => parse(value)).to.throw(complaint));
  }
});
