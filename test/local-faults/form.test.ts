import { expect } from "chai";
import { LabError } from "../../cloud/kernel/errors.ts";
import { faultIn } from "../../lab/faults/form.ts";

const NOW = Date.UTC(2026, 0, 1);
const NAMES = {
  operations: new Map([
    ["s3", ["GetObject", "PutObject"]],
    ["sqs", ["SendMessage", "ReceiveMessage"]],
  ]),
  links: ["s3 -> lambda", "sns -> sqs"],
};
const read = (said: unknown) => faultIn(said, NAMES, NOW);
const silence = { silence: true };
const lose = { kind: "lose" };

function complaints(said: unknown): string[] {
  try {
    read(said);
  } catch (error) {
    if (error instanceof LabError && error.code === "LAB_FAULT_INVALID") return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("the form of a fault", () => {
  it("says what was left out", () => {
    expect(read({ link: "sns -> sqs", fault: lose })).to.deep.equal({
      link: "sns -> sqs",
      fault: { kind: "lose", probability: 1 },
    });
    expect(read({ door: { effect: { error: { code: "SlowDown", status: 503 } } } })).to.deep.equal({
      door: {
        service: "*",
        operation: "*",
        probability: 1,
        when: "before",
        effect: { error: { code: "SlowDown", message: "A fault strikes this request.", status: 503 } },
      },
    });
  });

  it("keeps what was said", () => {
    const door = {
      service: "s*",
      operation: "Put*",
      resource: "*/output/*",
      principal: "arn:aws:iam::*",
      probability: 0.25,
      when: "after",
      effect: { latency: { min: 5, max: 10 } },
    };
    const delay = { kind: "delay", probability: 0, min: 0, max: 600_000 };
    expect(read({ door })).to.deep.equal({ door });
    expect(read({ link: "s3 -> lambda", fault: delay })).to.deep.equal({ link: "s3 -> lambda", fault: delay });
  });

  it("ends after a time, or at an instant of any zone", () => {
    const ends = (when: object) => read({ link: "sns -> sqs", fault: lose, ...when }).expiresAt;
    expect(ends({ ttlSeconds: 1.5 })).to.equal("2026-01-01T00:00:01.500Z");
    expect(ends({ expiresAt: "2026-01-01T01:30:00+01:00" })).to.equal("2026-01-01T00:30:00.000Z");
    expect(ends({})).to.equal(undefined);
  });

  const CASES: readonly (readonly [said: unknown, complaint: string])[] = [
    [[], 'the fault is [], expected an object with either "link" and "fault", or "door"'],
    [null, 'the fault is null, expected an object with either "link" and "fault", or "door"'],
    [{}, 'the fault is {}, expected an object with either "link" and "fault", or "door"'],
    [{ link: "s3 -> lamda", fault: lose }, 'link is "s3 -> lamda", expected a known name; did you mean s3 -> lambda?'],
    [{ link: "a", fault: lose }, 'link is "a", expected one of s3 -> lambda, sns -> sqs'],
    [{ link: "sns -> sqs" }, "fault is missing, expected an object with kind, probability and so on"],
    [
      { link: "sns -> sqs", fault: { kind: "drop" } },
      'fault.kind is "drop", expected one of "lose", "duplicate", "delay"',
    ],
    [
      { link: "sns -> sqs", fault: { ...lose, probability: "1" } },
      'fault.probability is "1", expected a number from 0 to 1',
    ],
    [{ link: "sns -> sqs", fault: { ...lose, min: 1 } }, "fault.min is not known here; known are kind, probability"],
    [
      { link: "sns -> sqs", fault: { kind: "delay", min: 2, max: 1 } },
      "fault.min is 2, expected at most max, which is 1",
    ],
    [
      { link: "sns -> sqs", fault: { kind: "delay", min: 2 } },
      "fault.max is missing, expected a number from 0 to 86400000",
    ],
    [{ door: { service: "s4", effect: silence } }, 'door.service is "s4", expected a known name; did you mean s3?'],
    [{ door: { service: "x*", effect: silence } }, 'door.service is "x*", expected a pattern that fits something'],
    [
      { door: { service: "s3", operation: "PutObjekt", effect: silence } },
      'door.operation is "PutObjekt", expected a known name; did you mean PutObject or GetObject?',
    ],
    [
      { door: { service: "s3", operation: "Send*", effect: silence } },
      'door.operation is "Send*", expected a pattern that fits something',
    ],
    [{ door: { resource: "", effect: silence } }, 'door.resource is "", expected a text of 1 to 2048 characters'],
    [{ door: { when: "never", effect: silence } }, 'door.when is "never", expected one of "before", "after"'],
    [{ door: {} }, 'door.effect is missing, expected one of {"error"}, {"latency"}, {"silence"}'],
    [{ door: { effect: { silence: false } } }, "door.effect.silence is false, expected true"],
    [
      { door: { effect: { hang: true } } },
      'door.effect is {"hang":true}, expected one of {"error"}, {"latency"}, {"silence"}',
    ],
    [
      { door: { effect: { latency: { min: 3, max: 1 } } } },
      "door.effect.latency.min is 3, expected at most max, which is 1",
    ],
    [
      { door: { effect: { error: { code: "Slow\r\nDown", status: 503 } } } },
      'door.effect.error.code is "Slow\\r\\nDown", expected an error code of AWS, like "SlowDown"',
    ],
    [
      { door: { effect: { error: { code: "SlowDown", status: 200 } } } },
      "door.effect.error.status is 200, expected a whole number from 400 to 599",
    ],
    [{ door: { effect: silence }, ttl: 1 }, "ttl is not known here; known are door, ttlSeconds, expiresAt"],
    [{ door: { effect: silence }, ttlSeconds: 0 }, "ttlSeconds is 0, expected a number from 0.001 to 604800"],
    [
      { door: { effect: silence }, ttlSeconds: 1, expiresAt: "2026-01-01T00:01:00Z" },
      'expiresAt is "2026-01-01T00:01:00Z", expected nothing beside ttlSeconds',
    ],
    ...["2025-12-31T23:59:59Z", "2026-01-09T00:00:00Z", "tomorrow", "2026-01-01"].map(
      (expiresAt) =>
        [
          { door: { effect: silence }, expiresAt },
          `expiresAt is "${expiresAt}", expected an instant within the next seven days, like "2026-01-01T00:01:00.000Z"`,
        ] as const,
    ),
  ];
  for (const [said, complaint] of CASES) {
    it(`does not fit when ${complaint}`, () => {
      expect(complaints(said)).to.include(complaint);
    });
  }
});
