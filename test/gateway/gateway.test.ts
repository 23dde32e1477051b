import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { Quantiles } from "../../cloud/kernel/quantiles.ts";
import { A_CALLER, aGateway, aMessage, SENT, told } from "./a-gateway.ts";
import { aRequest } from "./a-request.ts";

const SLOW_DOWN = { error: { code: "SlowDown", message: "Please reduce your request rate.", status: 503 } };

describe("the gateway", () => {
  it("does the work in the middle of the latency, after it has asked whether the caller may", async () => {
    const { clock, diary, knock } = aGateway({ latency: 20 });
    const response = await clock.run(knock());
    expect(told(response)).to.deep.equal({ status: 200, body: SENT });
    expect(diary).to.deep.equal(["10 check sqs:SendMessage on arn:q", "10 house"]);
    expect(clock.now() - EPOCH).to.equal(20);
  });

  it("asks for every need, each with the policy of its resource", async () => {
    const needs = [
      { action: "sqs:SendMessage", resource: "arn:q" },
      { action: "kms:Decrypt", resource: "arn:k" },
    ];
    const { clock, diary, knock } = aGateway({ needs, policy: "{}" });
    await clock.run(knock());
    expect(diary).to.deep.equal([
      "0 check sqs:SendMessage on arn:q, policy {} of arn:q",
      "0 check kms:Decrypt on arn:k, policy {} of arn:k",
      "0 house",
    ]);
  });

  it("refuses a caller before any fault strikes and before the house hears of it", async () => {
    const check = () => {
      throw new AwsError("AccessDenied", "no", 403);
    };
    const { clock, diary, faults, knock, answered } = aGateway({ check, latency: 20 });
    faults.add({ probability: 1, when: "before", effect: SLOW_DOWN });
    expect(told(await clock.run(knock()))).to.deep.include({ status: 403 });
    expect(diary).to.deep.equal(["10 check sqs:SendMessage on arn:q"]);
    expect(answered[0]).to.include({ operation: "SendMessage", status: 403, latency: 10 });
  });

  it("lets a fault strike instead of the work", async () => {
    const { clock, diary, faults, knock } = aGateway();
    faults.add({ service: "sqs", operation: "SendMessage", probability: 1, when: "before", effect: SLOW_DOWN });
    const { status, body } = told(await clock.run(knock()));
    expect({ status, body }).to.deep.equal({
      status: 503,
      body: { __type: "SlowDown", message: "Please reduce your request rate." },
    });
    expect(diary).to.deep.equal(["0 check sqs:SendMessage on arn:q"]);
  });

  it("lets a fault strike after the work, which stays done", async () => {
    const { clock, diary, faults, knock } = aGateway();
    faults.add({ resource: "arn:q", probability: 1, when: "after", effect: SLOW_DOWN });
    expect(told(await clock.run(knock())).status).to.equal(503);
    expect(diary.at(-1)).to.equal("0 house");
  });

  it("lets a fault take its time, before the work or after", async () => {
    const { clock, diary, faults, knock } = aGateway({ latency: 20 });
    faults.add({ probability: 1, when: "before", effect: { latency: { min: 500, max: 500 } } });
    faults.add({ probability: 1, when: "after", effect: { latency: { min: 70, max: 70 } } });
    expect(told(await clock.run(knock())).status).to.equal(200);
    expect(diary.at(-1)).to.equal("510 house");
    expect(clock.now() - EPOCH).to.equal(590);
  });

  for (const [when, happened] of [
    ["before", []],
    ["after", ["5 house"]],
  ] as const) {
    it(`answers nothing when a fault swallows the reply ${when} the work, and counts no request as answered`, async () => {
      const { clock, diary, faults, knock, answered } = aGateway({ latency: 10 });
      faults.add({ probability: 1, when, effect: { silence: true } });
      expect(await clock.run(knock())).to.equal(undefined);
      expect(diary.slice(1)).to.deep.equal(happened);
      expect(answered).to.deep.equal([]);
    });
  }

  it("chooses by operation, resource and principal who is struck", async () => {
    const { clock, faults, knock } = aGateway();
    for (const other of [
      { operation: "ReceiveMessage" },
      { resource: "arn:other" },
      { principal: "*:user/*" },
      { service: "s3" },
    ]) {
      faults.add({ ...other, probability: 1, when: "before", effect: SLOW_DOWN });
    }
    expect(told(await clock.run(knock())).status).to.equal(200);
    faults.add({ principal: "arn:aws:iam::*:root", probability: 1, when: "before", effect: SLOW_DOWN });
    expect(told(await clock.run(knock())).status).to.equal(503);
  });

  it("gives the house the caller's id, address and door", async () => {
    const { clock, calls, gateway, knock } = aGateway();
    await clock.run(knock());
    const { requestId, authorize, signal: none, ...call } = calls[0]!;
    expect(none).to.equal(undefined);
    expect(authorize).to.be.a("function");
    expect(requestId).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(call).to.deep.equal({
      callerArn: "arn:aws:iam::111122223333:root",
      callerId: "111122223333",
      sourceIp: "203.0.113.7",
      endpoint: "https://sqs.us-east-1.amazonaws.com",
    });
    const { signal } = new AbortController();
    await clock.run(gateway.handle("sqs", aMessage(), A_CALLER, { signal }));
    expect(calls[1]!.signal).to.equal(signal);
  });

  it("answers an error of AWS in AWS's words", async () => {
    const operations = {
      SendMessage: () => {
        throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.", 400);
      },
    };
    const { clock, knock, bugs } = aGateway({ operations });
    const response = await clock.run(knock());
    expect(told(response)).to.deep.equal({
      status: 400,
      body: { __type: "com.amazonaws.sqs#QueueDoesNotExist", message: "The specified queue does not exist." },
    });
    expect(response!.headers["x-amzn-query-error"]).to.equal("AWS.SimpleQueueService.NonExistentQueue;Sender");
    expect(bugs).to.deep.equal([]);
  });

  it("reports an error that no service would answer as a bug, and answers 500 without its text", async () => {
    const mistake = new TypeError("undefined is not a function");
    const operations = {
      SendMessage: () => {
        throw mistake;
      },
    };
    const { clock, knock, bugs } = aGateway({ operations });
    const { status, body } = told(await clock.run(knock()));
    expect(status).to.equal(500);
    expect(body).to.include({ __type: "InternalFailure" });
    expect(JSON.stringify(body)).to.not.include("undefined");
    expect(bugs).to.deep.equal([mistake]);
  });

  it("reports the same of an operation that fails later", async () => {
    const mistake = new Error("late");
    const { clock, knock, bugs } = aGateway({ operations: { SendMessage: async () => Promise.reject(mistake) } });
    expect(told(await clock.run(knock())).status).to.equal(500);
    expect(bugs).to.deep.equal([mistake]);
  });

  it("tells the house of every answered request, with its sizes and its time", async () => {
    const { clock, knock, answered } = aGateway({ latency: 30 });
    await clock.run(knock());
    const { requestId, input, ...rest } = answered[0]!;
    expect(rest).to.deep.equal({
      operation: "SendMessage",
      status: 200,
      latency: 30,
      bytesIn: JSON.stringify({ QueueUrl: "q", MessageBody: "b" }).length,
      bytesOut: JSON.stringify(SENT).length,
    });
    expect(input).to.deep.equal({ QueueUrl: "q", MessageBody: "b" });
    expect(requestId).to.be.a("string");
  });

  it("draws each operation's latencies from a stream of its own", async () => {
    const latency = new Quantiles({ 0: 0, 100: 1000 });
    const draws = async (also: boolean) => {
      const operations = { SendMessage: () => ({}), ReceiveMessage: () => ({}) };
      const { clock, knock } = aGateway({ latency, operations });
      const receive = { ...aMessage({ QueueUrl: "q" }), headers: { "x-amz-target": "AmazonSQS.ReceiveMessage" } };
      const times: number[] = [];
      for (let i = 0; i < 5; i++) {
        if (also) await clock.run(knock(receive));
        const start = clock.now();
        await clock.run(knock());
        times.push(Math.round(clock.now() - start));
      }
      return times;
    };
    const alone = await draws(false);
    expect(await draws(true)).to.deep.equal(alone);
    expect(new Set(alone).size).to.equal(5);
  });

  it("scales latencies, down to none", async () => {
    const { clock, knock } = aGateway({ latency: 20, latencyScale: 0 });
    await clock.run(knock());
    expect(clock.now()).to.equal(EPOCH);
  });

  it("gives the same ids for the same seed, and S3's in S3's form", async () => {
    const ids = async (seed: number) => {
      const { clock, knock } = aGateway({ seed });
      const answers = [await clock.run(knock()), await clock.run(knock(aRequest("GET /"), "s3"))];
      return answers.map((response) => response!.headers["x-amzn-requestid"] ?? response!.headers["x-amz-request-id"]!);
    };
    const [uuid, hex] = await ids(1);
    expect(await ids(1)).to.deep.equal([uuid, hex]);
    expect(await ids(2)).to.not.deep.equal([uuid, hex]);
    expect(uuid).to.match(/^[0-9a-f-]{36}$/);
    expect(hex).to.match(/^[0-9A-F]{16}$/);
  });
});
