import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aLogs, GROUP, GROUP_ARN, messages, refusal, STREAM } from "./a-logs.ts";

/** Ten lines, `0` to `9`, a second apart. */
function tenLines() {
  const logs = aLogs();
  const lines = Array.from({ length: 10 }, (_, i) => ({ timestamp: EPOCH + i * 1000, message: String(i) }));
  logs.service.append(GROUP, STREAM, lines);
  const get = (input: object = {}) =>
    logs.call("GetLogEvents", { logGroupName: GROUP, logStreamName: STREAM, ...input });
  return { ...logs, get };
}

describe("GetLogEvents", () => {
  it("shows what was written and when it came in", () => {
    const { get } = tenLines();
    expect(get({ limit: 1 }).events).to.deep.equal([{ timestamp: EPOCH + 9000, message: "9", ingestionTime: EPOCH }]);
  });

  it("begins with the latest page, and goes back by its token", () => {
    const { get } = tenLines();
    const pages: string[] = [];
    let answer = get({ limit: 4 });
    while (answer.events.length > 0) {
      pages.push(messages(answer).join(""));
      answer = get({ limit: 4, nextToken: answer.nextBackwardToken });
    }
    expect(pages).to.deep.equal(["6789", "2345", "01"]);
    expect(get({ limit: 4, nextToken: answer.nextBackwardToken }).nextBackwardToken).to.equal(answer.nextBackwardToken);
  });

  it("begins with the first page when told so, and goes on by its token", () => {
    const { get, service } = tenLines();
    const pages: string[] = [];
    let answer = get({ limit: 4, startFromHead: true });
    while (answer.events.length > 0) {
      pages.push(messages(answer).join(""));
      answer = get({ limit: 4, startFromHead: true, nextToken: answer.nextForwardToken });
    }
    expect(pages).to.deep.equal(["0123", "4567", "89"]);
    const end = answer.nextForwardToken;
    expect(get({ startFromHead: true, nextToken: end }).nextForwardToken).to.equal(end);
    service.append(GROUP, STREAM, [{ timestamp: EPOCH + 9000, message: "late" }]);
    expect(messages(get({ startFromHead: true, nextToken: end }))).to.deep.equal(["late"]);
  });

  it("can turn round", () => {
    const { get } = tenLines();
    const middle = get({ limit: 4, nextToken: get({ limit: 4 }).nextBackwardToken });
    expect(messages(get({ limit: 4, nextToken: middle.nextForwardToken })).join("")).to.equal("6789");
  });

  it("takes the start of a range and leaves its end", () => {
    const { get } = tenLines();
    expect(messages(get({ startTime: EPOCH + 2000, endTime: EPOCH + 5000 })).join("")).to.equal("234");
    expect(messages(get({ startTime: EPOCH + 2000, endTime: EPOCH + 5000, limit: 2 })).join("")).to.equal("34");
  });

  it("can follow a stream that is still empty", () => {
    const { call, service, get } = tenLines();
    call("CreateLogStream", { logGroupName: GROUP, logStreamName: "fresh" });
    const { nextForwardToken, events } = get({ logStreamName: "fresh" });
    expect(events).to.deep.equal([]);
    service.append(GROUP, "fresh", [{ timestamp: EPOCH, message: "first" }]);
    expect(messages(get({ logStreamName: "fresh", nextToken: nextForwardToken }))).to.deep.equal(["first"]);
  });

  it("fills a page with a mebibyte", () => {
    const { service, get } = tenLines();
    const message = "x".repeat(262_144 - 26);
    for (let i = 0; i < 6; i++) service.append(GROUP, "big", [{ timestamp: EPOCH, message }]);
    expect(get({ logStreamName: "big" }).events).to.have.length(4);
  });

  it("refuses in AWS's words", () => {
    const { get } = tenLines();
    expect(refusal(() => get({ nextToken: "f/1" }))).to.equal(
      "InvalidParameterException: The specified nextToken is invalid.",
    );
    expect(refusal(() => get({ limit: 10_001 }))).to.equal(
      "InvalidParameterException: 1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    );
    expect(refusal(() => get({ logStreamName: "nope" }))).to.equal(
      "ResourceNotFoundException: The specified log stream does not exist.",
    );
    expect(refusal(() => get({ logGroupName: "nope" }))).to.equal(
      "ResourceNotFoundException: The specified log group does not exist.",
    );
    expect(refusal(() => get({ logGroupIdentifier: GROUP_ARN }))).to.equal(
      "ValidationException: LogGroup name and LogGroup ARN are mutually exclusive parameters.",
    );
  });
});

describe("FilterLogEvents", () => {
  /** Two streams that take turns: a0 b1 a2 b3 ... */
  function twoStreams() {
    const logs = aLogs();
    for (let i = 0; i < 10; i++) {
      const stream = i % 2 === 0 ? "a" : "b";
      logs.service.append(GROUP, stream, [{ timestamp: EPOCH + i * 1000, message: `${stream}${i}` }]);
    }
    const filter = (input: object = {}) => logs.call("FilterLogEvents", { logGroupName: GROUP, ...input });
    return { ...logs, filter };
  }

  it("shows each event with its stream and an id of its own", () => {
    const { filter } = twoStreams();
    const { events, ...rest } = filter({ limit: 1 });
    expect(events[0]).to.include({ logStreamName: "a", timestamp: EPOCH, message: "a0", ingestionTime: EPOCH });
    expect(events[0].eventId).to.match(/^3\d{55}$/);
    expect(rest.searchedLogStreams).to.deep.equal([]);
    const ids = filter().events.map(({ eventId }: { eventId: string }) => eventId);
    expect(new Set(ids).size).to.equal(10);
    expect([...ids].sort()).to.deep.equal(ids);
  });

  it("interleaves streams by time, and chooses them by name or prefix", () => {
    const { filter } = twoStreams();
    expect(messages(filter()).join(" ")).to.equal("a0 b1 a2 b3 a4 b5 a6 b7 a8 b9");
    expect(messages(filter({ logStreamNames: ["b"] })).join(" ")).to.equal("b1 b3 b5 b7 b9");
    expect(messages(filter({ logStreamNames: ["a", "b"] }))).to.have.length(10);
    expect(messages(filter({ logStreamNamePrefix: "a" }))).to.have.length(5);
    expect(messages(filter({ logGroupName: undefined, logGroupIdentifier: GROUP_ARN }))).to.have.length(10);
  });

  it("takes both ends of a range", () => {
    const { filter } = twoStreams();
    expect(messages(filter({ startTime: EPOCH + 2000, endTime: EPOCH + 5000 })).join(" ")).to.equal("a2 b3 a4 b5");
  });

  it("gives pages of what matches, oldest first or newest first", () => {
    const { filter } = twoStreams();
    const pages = (input: object) => {
      const found: string[] = [];
      let nextToken: string | undefined;
      do {
        const answer = filter({ ...input, nextToken });
        found.push(messages(answer).join(" "));
        nextToken = answer.nextToken;
      } while (nextToken);
      return found;
    };
    expect(pages({ filterPattern: "a0" })).to.deep.equal(["a0"]);
    expect(pages({ logStreamNamePrefix: "a", limit: 2 })).to.deep.equal(["a0 a2", "a4 a6", "a8"]);
    expect(pages({ logStreamNamePrefix: "a", limit: 2, startFromHead: false })).to.deep.equal(["a8 a6", "a4 a2", "a0"]);
    expect(pages({ limit: 5 })).to.have.length(2);
  });

  it("goes on where it was though earlier events come in", () => {
    const { filter, service } = twoStreams();
    const first = filter({ limit: 4 });
    service.append(GROUP, "a", [{ timestamp: EPOCH, message: "late" }]);
    expect(messages(filter({ limit: 4, nextToken: first.nextToken })).join(" ")).to.equal("a4 b5 a6 b7");
  });

  it("refuses in AWS's words", () => {
    const { filter } = twoStreams();
    expect(refusal(() => filter({ nextToken: "x" }))).to.equal(
      "InvalidParameterException: The specified nextToken is invalid.",
    );
    expect(refusal(() => filter({ limit: 10_001 }))).to.contain("Value '10001' at 'limit'");
    expect(refusal(() => filter({ logStreamNames: ["nope"] }))).to.equal(
      "ResourceNotFoundException: The specified log stream does not exist.",
    );
    expect(refusal(() => filter({ logStreamNames: ["a"], logStreamNamePrefix: "a" }))).to.contain(
      "InvalidParameterException",
    );
  });
});
