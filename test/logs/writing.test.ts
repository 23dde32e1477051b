import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { sift } from "../../cloud/logs/batch.ts";
import { aLogs, aStream, GROUP, messages, refusal, STREAM } from "./a-logs.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe("the rules of PutLogEvents", () => {
  const now = 100 * DAY;
  const at = (...timestamps: number[]) => timestamps.map((timestamp) => ({ timestamp, message: "m" }));
  const words = (work: () => unknown) => refusal(work).replace("InvalidParameterException: ", "");

  it("reject what is older than 14 days, and say where it ends", () => {
    const { accepted, rejected } = sift(now, at(now - 14 * DAY - 1, now - 1000, now), 0);
    expect(accepted).to.have.length(2);
    expect(rejected).to.deep.equal({ tooOldLogEventEndIndex: 1 });
  });

  it("reject what is newer than two hours from now, and say where it begins", () => {
    const { accepted, rejected } = sift(now, at(now, now + 2 * HOUR, now + 2 * HOUR + 1), 0);
    expect(accepted).to.have.length(2);
    expect(rejected).to.deep.equal({ tooNewLogEventStartIndex: 2 });
  });

  it("reject what the retention has forgotten already", () => {
    const { accepted, rejected } = sift(now, at(now - 15 * DAY, now - 4 * DAY, now), now - 3 * DAY);
    expect(accepted).to.have.length(1);
    expect(rejected).to.deep.equal({ tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 2 });
  });

  it("allow 24 hours between the first and the last event that is taken", () => {
    expect(sift(now, at(now - DAY, now), 0).accepted).to.have.length(2);
    expect(sift(now, at(now - 20 * DAY, now), 0).accepted).to.have.length(1);
    expect(words(() => sift(now, at(now - DAY - 1, now), 0))).to.equal(
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    );
  });

  it("want order, words and a size", () => {
    expect(words(() => sift(now, at(now, now - 1), 0))).to.equal(
      "Log events in a single PutLogEvents request must be in chronological order.",
    );
    expect(words(() => sift(now, [], 0))).to.contain("at 'logEvents' failed to satisfy constraint");
    expect(words(() => sift(now, [{ timestamp: now, message: "" }], 0))).to.contain(
      "at 'logEvents.1.member.message' failed to satisfy constraint",
    );
    const full = (length: number) => [{ timestamp: now, message: "x".repeat(length) }];
    expect(sift(now, full(1_048_550), 0).accepted).to.have.length(1);
    expect(words(() => sift(now, full(1_048_551), 0))).to.equal(
      "Upload too large: 1048577 bytes exceeds limit of 1048576",
    );
  });
});

describe("PutLogEvents", () => {
  it("answers with a token, and with what it rejected", () => {
    const { call } = aStream();
    const put = (...timestamps: number[]) =>
      call("PutLogEvents", {
        logGroupName: GROUP,
        logStreamName: STREAM,
        logEvents: timestamps.map((timestamp) => ({ timestamp, message: String(timestamp - EPOCH) })),
      });
    expect(Object.keys(put(EPOCH))).to.deep.equal(["nextSequenceToken"]);
    expect(put(EPOCH, EPOCH + 3 * HOUR).rejectedLogEventsInfo).to.deep.equal({ tooNewLogEventStartIndex: 1 });
    expect(messages(call("FilterLogEvents", { logGroupName: GROUP }))).to.deep.equal(["0", "0"]);
  });

  it("wants group and stream to be there", () => {
    const { call } = aStream();
    const logEvents = [{ timestamp: EPOCH, message: "m" }];
    const words = (logGroupName: string, logStreamName: string) =>
      refusal(() => call("PutLogEvents", { logGroupName, logStreamName, logEvents }));
    expect(words(GROUP, "nope")).to.equal("ResourceNotFoundException: The specified log stream does not exist.");
    expect(words("nope", STREAM)).to.equal("ResourceNotFoundException: The specified log group does not exist.");
  });
});

describe("append", () => {
  it("makes group and stream if they are missing", () => {
    const { service, call, feed } = aLogs();
    service.append(GROUP, STREAM, [{ timestamp: EPOCH, message: "START\n" }]);
    service.append(GROUP, STREAM, [{ timestamp: EPOCH, message: "END\n" }]);
    expect(messages(call("GetLogEvents", { logGroupName: GROUP, logStreamName: STREAM }))).to.deep.equal([
      "START\n",
      "END\n",
    ]);
    expect(feed.facts).to.have.length(1);
  });

  it("puts a late line where it belongs", () => {
    const { service, call } = aLogs();
    for (const second of [1, 3, 2, 3, 1]) {
      service.append(GROUP, STREAM, [{ timestamp: EPOCH + second, message: `${second}` }]);
    }
    expect(messages(call("GetLogEvents", { logGroupName: GROUP, logStreamName: STREAM })).join("")).to.equal("11233");
    expect(messages(call("FilterLogEvents", { logGroupName: GROUP })).join("")).to.equal("11233");
  });
});

describe("retention", () => {
  it("forgets events when they are read after their time", async () => {
    const { service, call, pass } = aLogs();
    service.append(GROUP, STREAM, [{ timestamp: EPOCH, message: "old" }]);
    call("PutRetentionPolicy", { logGroupName: GROUP, retentionInDays: 1 });
    await pass(DAY);
    service.append(GROUP, STREAM, [{ timestamp: EPOCH + DAY, message: "new" }]);
    const stored = () => call("DescribeLogGroups", {}).logGroups[0].storedBytes;
    expect(stored()).to.equal(58);
    await pass(1);
    expect(messages(call("GetLogEvents", { logGroupName: GROUP, logStreamName: STREAM }))).to.deep.equal(["new"]);
    expect(messages(call("FilterLogEvents", { logGroupName: GROUP }))).to.deep.equal(["new"]);
    expect(stored()).to.equal(29);
  });

  it("is for ever until it is set", async () => {
    const { service, call, pass } = aLogs();
    service.append(GROUP, STREAM, [{ timestamp: EPOCH, message: "old" }]);
    await pass(4000 * DAY);
    expect(messages(call("FilterLogEvents", { logGroupName: GROUP }))).to.deep.equal(["old"]);
  });
});

describe("the metric of log traffic", () => {
  it("counts what came in, of the group and of the account, and nothing that was rejected", () => {
    const { call, clock, traffic } = aStream();
    const lines = (...timestamps: number[]) => timestamps.map((timestamp) => ({ timestamp, message: "m" }));
    const put = (logEvents: object[]) =>
      call("PutLogEvents", { logGroupName: GROUP, logStreamName: STREAM, logEvents });
    put(lines(clock.now() - 15 * DAY));
    expect(traffic).to.deep.equal([]);
    put(lines(clock.now(), clock.now()));
    const datum = { namespace: "AWS/Logs", name: "IncomingLogEvents", value: 2, unit: "Count" };
    expect(traffic).to.deep.equal([
      { ...datum, dimensions: {} },
      { ...datum, dimensions: { LogGroupName: GROUP } },
    ]);
  });
});
