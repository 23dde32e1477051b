import { expect } from "chai";
import { AsyncEvent, type NextStep } from "../../cloud/lambda/async-event.ts";
import { limitsOf } from "../../cloud/lambda/event-settings.ts";

/** Chance that always draws the same share of its range. */
const always = (share: number) => ({ uniform: (min: number, max: number) => min + (max - min) * share });

const least = always(0);
const anEvent = () => new AsyncEvent("id", "{}", 0);
const limits = (age?: number, retries?: number) =>
  limitsOf({
    modifiedAt: 0,
    ...(age !== undefined && { maximumEventAgeInSeconds: age }),
    ...(retries !== undefined && { maximumRetryAttempts: retries }),
  });

/** Lets every attempt fail at the instant it begins, and tells what followed each. */
function failures(event: AsyncEvent, bounds = limits(), chance = least): (number | string)[] {
  const told: (number | string)[] = [];
  for (let step: NextStep = { retryAt: 0 }; "retryAt" in step; ) {
    step = event.failed(step.retryAt, bounds, chance);
    told.push("retryAt" in step ? step.retryAt : step.giveUp);
  }
  return told;
}

describe("an asynchronous event", () => {
  it("is tried again one minute and then two minutes after an error", () => {
    expect(failures(anEvent())).to.deep.equal([60_000, 180_000, "RetriesExhausted"]);
  });

  it("waits up to a tenth longer", () => {
    expect(failures(anEvent(), limits(), always(1))).to.deep.equal([66_000, 198_000, "RetriesExhausted"]);
  });

  for (const [retries, told] of [
    [0, ["RetriesExhausted"]],
    [1, [60_000, "RetriesExhausted"]],
    [2, [60_000, 180_000, "RetriesExhausted"]],
  ] as const) {
    it(`is tried again ${retries} times at most when told so`, () => {
      expect(failures(anEvent(), limits(undefined, retries))).to.deep.equal(told);
    });
  }

  for (const [age, told, why] of [
    [60, ["EventAgeExceeded"], "not at all"],
    [90, [60_000, "EventAgeExceeded"], "once"],
    [181, [60_000, 180_000, "RetriesExhausted"], "twice"],
  ] as const) {
    it(`with a greatest age of ${age} s is tried again ${why}, because the age looks ahead`, () => {
      expect(failures(anEvent(), limits(age))).to.deep.equal(told);
    });
  }

  it("counts its run towards its age", () => {
    const event = anEvent();
    expect(event.failed(35_000, limits(90), least)).to.deep.equal({ giveUp: "EventAgeExceeded" });
  });

  it("comes back after 1, 2, 4 ... 300 seconds when there is no room", () => {
    const event = anEvent();
    const waits: number[] = [];
    for (let now = 0; ; ) {
      const step = event.throttled(now, limits(), least);
      if ("giveUp" in step) break;
      waits.push(Math.round((step.retryAt - now) / 0.95));
      now = step.retryAt;
    }
    const doubled = [1, 2, 4, 8, 16, 32, 64, 128, 256].map((seconds) => seconds * 1000);
    expect(waits.slice(0, 9)).to.deep.equal(doubled);
    expect(new Set(waits.slice(9))).to.deep.equal(new Set([300_000]));
  });

  it("is given up when it cannot begin within six hours", () => {
    const event = anEvent();
    let now = 0;
    let step = event.throttled(now, limits(), least);
    while ("retryAt" in step) {
      now = step.retryAt;
      step = event.throttled(now, limits(), least);
    }
    expect(step).to.deep.equal({ giveUp: "EventAgeExceeded" });
    expect(now).to.be.within(21_600_000 - 315_000, 21_600_000);
  });

  it("with a greatest age of 60 s finds no room six times at most", () => {
    const event = anEvent();
    let now = 0;
    let tries = 1;
    for (let step = event.throttled(now, limits(60), always(0.5)); "retryAt" in step; tries++) {
      now = step.retryAt;
      step = event.throttled(now, limits(60), always(0.5));
    }
    expect([tries, now]).to.deep.equal([6, 31_000]);
  });

  it("spends no retry on a throttle, and goes on where its last throttle left its waits", () => {
    const event = anEvent();
    const steps = [
      event.throttled(0, limits(), least),
      event.failed(1000, limits(), least),
      event.throttled(61_000, limits(), least),
      event.failed(63_000, limits(), least),
      event.failed(200_000, limits(), least),
    ];
    expect(steps).to.deep.equal([
      { retryAt: 950 },
      { retryAt: 61_000 },
      { retryAt: 62_900 },
      { retryAt: 183_000 },
      { giveUp: "RetriesExhausted" },
    ]);
    expect([event.invocations, event.throttles]).to.deep.equal([3, 2]);
  });
});
