import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { aStackOf, aTarget } from "./a-target.ts";

/** What a stack leaves unsaid, the AWS provider says in its place; so does the deployer, or a plan would find a change. */
describe("the in-process deployer", () => {
  it("makes a queue with the provider's defaults, which are not all SQS's own", () => {
    const { clock, clients, deploy } = aTarget();
    return clock.run(
      (async () => {
        const queues = { plain: { name: "plain" }, small: { name: "small", max_message_size: 1024, delay_seconds: 5 } };
        const { resources } = await deploy(aStackOf({ aws_sqs_queue: queues }));
        const attributes = async (name: string) => {
          const QueueUrl = String(resources.get(`aws_sqs_queue.${name}`)?.url);
          const ask = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
          return (await clients.sqs.send(ask)).Attributes;
        };
        const defaults = {
          DelaySeconds: "0",
          MaximumMessageSize: "262144",
          MessageRetentionPeriod: "345600",
          ReceiveMessageWaitTimeSeconds: "0",
          VisibilityTimeout: "30",
        };
        expect(await attributes("plain")).to.include(defaults);
        expect(await attributes("small")).to.include({ ...defaults, MaximumMessageSize: "1024", DelaySeconds: "5" });
      })(),
    );
  });
});
