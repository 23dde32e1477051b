import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  GetEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { Cloud } from "../../cloud/cloud.ts";
import type { Clients } from "../../cloud/gateway/clients.ts";
import { VirtualClock } from "../../cloud/kernel/clock.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { bundle } from "./a-bundle.ts";
import { aZip, errorOf } from "./a-lambda.ts";

const QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders";
const RECEIVES = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** Tells a story in a whole cloud, with `transform` and the queue `orders` in it. */
async function inACloud<T>(
  actions: readonly string[],
  story: (clients: Clients, cloud: Cloud, clock: VirtualClock) => Promise<T>,
) {
  const clock = new VirtualClock();
  const onBug = (error: unknown) => {
    throw error;
  };
  const cloud = new Cloud({ clock, activity: clock.activity, random: Random.fromSeed(3), onBug });
  const clients = cloud.clients();
  const build = async () => {
    await clients.sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
    const named = { RoleName: "transform" };
    const { Role } = await clients.iam.send(
      new CreateRoleCommand({ ...named, AssumeRolePolicyDocument: document(trust) }),
    );
    const logs = { Effect: "Allow", Action: "logs:*", Resource: "*" };
    const PolicyDocument = document({ Effect: "Allow", Action: actions, Resource: QUEUE }, logs);
    await clients.iam.send(new PutRolePolicyCommand({ ...named, PolicyName: "queue", PolicyDocument }));
    const Code = { ZipFile: aZip(bundle("return event.Records.length;")) };
    const input = {
      FunctionName: "transform",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: Role!.Arn!,
      Code,
    } as const;
    await clients.lambda.send(new CreateFunctionCommand(input));
    return story(clients, cloud, clock);
  };
  return clock.run(build());
}

const map = ({ lambda }: Clients) =>
  lambda.send(new CreateEventSourceMappingCommand({ FunctionName: "transform", EventSourceArn: QUEUE }));

describe("a queue mapped to a function, in a whole cloud", () => {
  it("is emptied through the function by clients that know nothing of each other", async () => {
    await inACloud(RECEIVES, async (clients, cloud, clock) => {
      const { UUID, State } = await map(clients);
      expect(State).to.equal("Creating");
      await clock.sleep(20_000);
      expect((await clients.lambda.send(new GetEventSourceMappingCommand({ UUID }))).State).to.equal("Enabled");
      const QueueUrl = "https://sqs.us-east-1.amazonaws.com/111122223333/orders";
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "one" }));
      await clock.sleep(5000);
      const kinds = cloud.feed.facts.map(({ kind }) => kind);
      const story = kinds
        .slice(kinds.indexOf("MessageSent"))
        .filter((kind) => /^(Message|Invocation|Batch)/.test(kind));
      expect(story).to.deep.equal([
        "MessageSent",
        "MessageReceived",
        "InvocationStarted",
        "InvocationEnded",
        "MessageDeleted",
        "BatchProcessed",
      ]);
    });
  });

  it("is refused while the function's role may not receive from it", async () => {
    await inACloud(["sqs:SendMessage"], async (clients) => {
      const { name, message } = (await errorOf(() => map(clients))) as unknown as Error;
      expect(name).to.equal("InvalidParameterValueException");
      expect(message).to.equal("The function execution role does not have permissions to call ReceiveMessage on SQS");
    });
  });

  it("keeps its messages when the right is taken away", async () => {
    await inACloud(RECEIVES, async (clients, cloud, clock) => {
      await map(clients);
      await clock.sleep(20_000);
      const PolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Deny", Action: "sqs:*", Resource: "*" }],
      });
      await clients.iam.send(new PutRolePolicyCommand({ RoleName: "transform", PolicyName: "queue", PolicyDocument }));
      await clock.sleep(60_000);
      const QueueUrl = "https://sqs.us-east-1.amazonaws.com/111122223333/orders";
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "one" }));
      await clock.sleep(60_000);
      const failed = cloud.feed.facts.filter(({ kind }) => kind === "PollFailed");
      expect(failed[0]).to.include({ code: "AccessDenied" });
      expect(cloud.houses.services.sqs.get("orders").queue.counts(clock.now()).visible).to.equal(1);
    });
  });
});
