import { GetObjectCommand } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { clientsFor } from "../../cloud/gateway/clients.ts";
import { type Gate, SdkDoor } from "../../cloud/gateway/sdk-door.ts";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { A_CALLER, aGateway, SENT } from "./a-gateway.ts";

/** Real SDK clients before a small gateway. */
function aDoor(settings: Parameters<typeof aGateway>[0] = {}, gate?: Gate) {
  const world = aGateway(settings);
  const { clock, gateway } = world;
  const random = Random.fromSeed(settings.seed ?? 1);
  const wiring = { gateway, clock, activity: clock.activity, random, region: "us-east-1", ...(gate && { gate }) };
  const clients = clientsFor(A_CALLER, wiring);
  const send = (options: { abortSignal?: AbortSignal } = {}) =>
    clients.sqs.send(new SendMessageCommand({ QueueUrl: URL, MessageBody: "b" }), options);
  return { ...world, clients, send };
}

const URL = "https://sqs.us-east-1.amazonaws.com/111122223333/q";

/** An operation of the house that fails a number of times before it succeeds; the moments at which it was tried. */
function failing(times: number, error: AwsError, clock: () => number) {
  const tried: number[] = [];
  const SendMessage = () => {
    tried.push(clock() - EPOCH);
    if (tried.length <= times) throw error;
    return SENT;
  };
  return { operations: { SendMessage }, tried };
}

describe("the door for SDK clients", () => {
  it("lets no time pass while a client writes and reads", async () => {
    const { clock, diary, send } = aDoor({ latency: 10 });
    await clock.run(Promise.all([send(), send(), send(), clock.sleep(1)]));
    expect(diary.filter((line) => line.endsWith("house"))).to.deep.equal(["5 house", "5 house", "5 house"]);
    expect(clock.now() - EPOCH).to.equal(10);
    expect(clock.activity.busy).to.equal(0);
  });

  it("tells services the host their client chose", async () => {
    const { clock, calls, send } = aDoor();
    await clock.run(send());
    expect(calls[0]!.endpoint).to.equal("https://sqs.us-east-1.amazonaws.com");
  });

  it("tries a transient failure three times, on the virtual clock, the same way for the same seed", async () => {
    const story = async (seed: number, times: number) => {
      let now = () => EPOCH;
      const { operations, tried } = failing(times, new AwsError("ServiceUnavailable", "no", 503), () => now());
      const { clock, send } = aDoor({ operations, seed });
      now = () => clock.now();
      const outcome = await clock.run(send()).then(
        ({ $metadata }) => `${$metadata.attempts} attempts`,
        (error: Error & { $metadata: { attempts: number } }) => `${error.name} after ${error.$metadata.attempts}`,
      );
      return { outcome, tried };
    };
    const twice = await story(1, 2);
    expect(twice.outcome).to.equal("3 attempts");
    expect(twice.tried).to.have.lengthOf(3);
    expect(twice.tried[2]).to.be.within(1, 150);
    expect(await story(1, 2)).to.deep.equal(twice);
    expect(await story(2, 2)).to.not.deep.equal(twice);
    const thrice = await story(1, 3);
    expect(thrice.outcome).to.equal("ServiceUnavailable after 3");
    expect(thrice.tried).to.have.lengthOf(3);
  });

  it("does not try a refusal again", async () => {
    const { operations, tried } = failing(9, new AwsError("QueueDoesNotExist", "no", 400), () => EPOCH);
    const { clock, send } = aDoor({ operations });
    const error = await clock.run(send().catch((reason: Error) => reason));
    expect(error).to.include({ name: "QueueDoesNotExist" });
    expect(tried).to.have.lengthOf(1);
  });

  it("keeps nobody busy who waits for a reply that was lost, however long", async () => {
    const { clock, faults, send, diary } = aDoor();
    faults.add({ probability: 1, when: "after", effect: { silence: true } });
    let answered = false;
    void send().then(() => {
      answered = true;
    });
    await clock.run(clock.sleep(3_600_000));
    expect({ answered, now: clock.now() - EPOCH, busy: clock.activity.busy }).to.deep.equal({
      answered: false,
      now: 3_600_000,
      busy: 0,
    });
    expect(diary.at(-1)).to.match(/house$/);
  });

  it("lets a caller give up a reply that was lost; its work stays done", async () => {
    const { clock, faults, send, diary } = aDoor();
    faults.add({ probability: 1, when: "after", effect: { silence: true } });
    const patience = new AbortController();
    clock.at(EPOCH + 5_000, () => patience.abort());
    const error = await clock.run(send({ abortSignal: patience.signal }).catch((reason: Error) => reason));
    expect(error).to.include({ name: "AbortError", message: "Request aborted" });
    expect({ now: clock.now() - EPOCH, busy: clock.activity.busy }).to.deep.equal({ now: 5_000, busy: 0 });
    expect(diary.filter((line) => line.endsWith("house"))).to.have.lengthOf(1);
  });

  it("hands its signal to the house", async () => {
    const { clock, calls, send } = aDoor();
    const { signal } = new AbortController();
    await clock.run(send({ abortSignal: signal }));
    expect(calls[0]!.signal).to.equal(signal);
  });

  it("stands behind the gate of a frozen environment: requests and answers wait until it opens", async () => {
    let open: (() => void)[] = [];
    let frozen = true;
    const gate: Gate = {
      enter: () => {},
      through: async () => {
        while (frozen) await new Promise<void>((resolve) => void open.push(resolve));
      },
    };
    const { clock, send, diary } = aDoor({ latency: 10 }, gate);
    const thaw = () => {
      frozen = false;
      for (const resume of open) resume();
      open = [];
    };
    clock.at(EPOCH + 1_000, thaw);
    clock.at(EPOCH + 1_006, () => {
      frozen = true;
    });
    clock.at(EPOCH + 60_000, thaw);
    await clock.run(send());
    expect(diary.at(-1)).to.equal("1005 house");
    expect(clock.now() - EPOCH).to.equal(60_000);
  });

  it("throws what the gate throws for a host that cannot be reached, and the client tries again", async () => {
    const hosts: string[] = [];
    const gate: Gate = {
      enter: (host) => {
        hosts.push(host);
        throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" });
      },
      through: async () => {},
    };
    const { clock, send, diary } = aDoor({}, gate);
    const error = await clock.run(send().catch((reason: Error) => reason));
    expect(error).to.include({ message: "getaddrinfo ENOTFOUND sqs.us-east-1.amazonaws.com" });
    expect(hosts).to.have.lengthOf(3);
    expect({ diary, busy: clock.activity.busy }).to.deep.equal({ diary: [], busy: 0 });
  });

  it("refuses a body that is a stream, in words", async () => {
    const { clock, gateway } = aGateway();
    const { activity } = clock;
    const door = new SdkDoor({ gateway, activity, service: "s3", caller: A_CALLER });
    const request = { method: "PUT", hostname: "h", path: "/b/k", headers: {}, body: new ReadableStream() };
    const error = await clock.run(activity.during(() => door.handle(request).catch((reason: Error) => reason)));
    expect((error as Error).message).to.equal("in-process requests carry bodies as text or bytes, not as streams");
    expect(activity.busy).to.equal(0);
  });

  it("answers an object as a stream, which is what its client expects", async () => {
    const { clock, clients } = aDoor({ name: "s3", operations: { GetObject: () => ({ Body: Buffer.from("é") }) } });
    const { Body } = await clock.run(clients.s3.send(new GetObjectCommand({ Bucket: "b", Key: "k" })));
    expect(await Body!.transformToString()).to.equal("é");
  });

  it("makes a client when it is first used, and the same one ever after", () => {
    const { clients } = aDoor();
    expect(clients.sqs).to.be.instanceOf(SQSClient);
    expect(clients.sqs).to.equal(clients.sqs);
  });

  it("signs nothing and carries no secrets", async () => {
    const { clients } = aDoor();
    const { accessKeyId, expiration } = await clients.sqs.config.credentials();
    expect({ accessKeyId, expiration }).to.deep.equal({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", expiration: undefined });
  });
});
