import { PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { alarms, cloud, documents, minutes, seconds } from "../../../chaos/vocabulary.ts";
import type { Settled } from "../../../chaos/world.ts";
import { aCloud } from "../a-cloud.ts";
import { NO_AWS } from "../a-setting.ts";
import { allWell } from "../a-world.ts";

const WELL = allWell({ name: "method", documents: 100, perSecond: 20, malformed: 0.1 }, 60_000);
const CLOCK = { now: () => 0, sleep: async () => {} };

const observing = (settled: Partial<Settled>) => ({
  documents: { ...WELL, ...settled },
  from: 0,
  until: 0,
  clock: CLOCK,
});

describe("probes of the ledger", () => {
  const cells = { ok: 80, corrupt: 1, collateral: 4, lost: 2, poisonAccepted: 3, intended: 6, lostEvidence: 5 };
  for (const [probe, expected] of [
    [documents.collateral(), 4],
    [documents.lost(), 7],
    [documents.corrupt(), 1],
    [documents.duplicates(), 9],
    [documents.deadLettered(), 10 / 94],
  ] as const) {
    it(`${probe.name} is ${expected}`, async () => {
      expect(await probe.measure(observing({ cells, duplicates: 9 }), NO_AWS)).to.equal(expected);
    });
  }

  it("documents.missing counts those that came late or never", async () => {
    const journeys = [
      { acceptedAt: 0, settledAt: seconds(60) },
      { acceptedAt: 0, settledAt: seconds(60) + 1 },
      { acceptedAt: 0, settledAt: null },
    ];
    const probe = documents.missing({ within: minutes(1) });
    expect(await probe.measure(observing({ documents: journeys }), NO_AWS)).to.equal(2);
    expect(probe.arguments).to.deep.equal({ within: 60_000 });
  });
});

describe("alarms.raised", () => {
  async function anAlarm({ aws }: ReturnType<typeof aCloud>) {
    const metric = { Namespace: "Test", MetricName: "m", Statistic: "Sum", Period: 60 } as const;
    const rule = { EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "GreaterThanThreshold" } as const;
    await aws.cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: "a", ...metric, ...rule }));
    return (StateValue: "ALARM" | "OK") =>
      aws.cloudwatch.send(new SetAlarmStateCommand({ AlarmName: "a", StateValue, StateReason: "test" }));
  }

  for (const [what, wait, state, expected] of [
    ["in time", minutes(4), "ALARM", true],
    ["too late", minutes(6), "ALARM", false],
    ["not at all", minutes(1), "OK", false],
  ] as const) {
    it(`is ${expected} for an alarm that went off ${what}`, async () => {
      const lab = aCloud();
      await lab.tell(async () => {
        const set = await anAlarm(lab);
        const from = lab.clock.now();
        await lab.clock.sleep(wait);
        await set(state);
        await lab.clock.sleep(minutes(1));
        const observations = { documents: WELL, from, until: lab.clock.now(), clock: lab.clock };
        expect(await alarms.raised("a", { within: minutes(5) }).measure(observations, lab.aws)).to.equal(expected);
      });
    });
  }

  it("does not count an alarm that went off before the method began", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const set = await anAlarm(lab);
      await set("ALARM");
      await lab.clock.sleep(minutes(1));
      const observations = { documents: WELL, from: lab.clock.now(), until: lab.clock.now(), clock: lab.clock };
      expect(await alarms.raised("a", { within: minutes(5) }).measure(observations, lab.aws)).to.equal(false);
    });
  });
});

describe("faults of the embedded cloud", () => {
  it("say what they are, and where", () => {
    const lose = { kind: "lose", probability: 0.1 } as const;
    const lost = {
      service: "s3",
      operation: "PutObject",
      probability: 0.02,
      when: "after",
      effect: { silence: true },
    } as const;
    expect(cloud.disturb("s3 -> lambda", lose).local).to.deep.equal({ link: "s3 -> lambda", fault: lose });
    expect(cloud.strike(lost).local).to.deep.equal({ door: lost });
    expect(cloud.disturb("s3 -> lambda", lose).arguments).to.deep.equal({ link: "s3 -> lambda", fault: lose });
  });
});
