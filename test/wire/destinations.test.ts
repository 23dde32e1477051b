import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { aHearingQueue } from "./a-hearing.ts";
import { aNotifyingBucket, aReportingFunction, CREATED } from "./a-notification.ts";
import { at, DOORS, refusal } from "./doors.ts";

const refusedWith = async (work: Promise<unknown>) => {
  const { name, status, message, error } = await refusal(work);
  const { ArgumentName1, ArgumentValue1 } = error;
  return { code: `${name} ${status}`, message, ArgumentName1, ArgumentValue1 };
};

for (const door of DOORS) {
  describe(`the destinations of S3's notifications through the ${door.name}`, () => {
    it(
      "are refused for a queue, a topic or a function that is not there",
      at(door, async (world) => {
        const { notify } = await aNotifyingBucket(world);
        const at = (service: string, name: string) => `arn:aws:${service}:${world.region}:${world.accountId}:${name}`;
        const message = "Unable to validate the following destination configurations";
        const [queue, fn] = [at("sqs", "nowhere"), at("lambda", "function:nobody")];
        expect(
          await refusedWith(notify({ QueueConfigurations: [{ QueueArn: queue, Events: CREATED }] })),
        ).to.deep.equal({
          code: "InvalidArgument 400",
          message,
          ArgumentName1: queue,
          ArgumentValue1: "The destination queue does not exist",
        });
        expect(
          await refusedWith(notify({ LambdaFunctionConfigurations: [{ LambdaFunctionArn: fn, Events: CREATED }] })),
        ).to.deep.equal({
          code: "InvalidArgument 400",
          message,
          ArgumentName1: `${fn}, null`,
          ArgumentValue1: `Not authorized to invoke function [${fn}]`,
        });
        expect(
          (await refusedWith(notify({ TopicConfigurations: [{ TopicArn: "topic", Events: CREATED }] }))).message,
        ).to.equal("The ARN could not be parsed");
      }),
    );

    it(
      "are refused for a queue and a topic that do not let S3 in",
      at(door, async (world) => {
        const { notify } = await aNotifyingBucket(world);
        const queue = await aHearingQueue(world, "q");
        const { TopicArn } = await world.clients.sns.send(new CreateTopicCommand({ Name: "t" }));
        for (const configuration of [
          { QueueConfigurations: [{ QueueArn: queue.arn, Events: CREATED }] },
          { TopicConfigurations: [{ TopicArn, Events: CREATED }] },
        ]) {
          const { code, message } = await refusedWith(notify(configuration));
          expect({ code, message }).to.deep.equal({
            code: "InvalidArgument 400",
            message: "Unable to validate the following destination configurations",
          });
        }
        await queue.admit("s3.amazonaws.com", "arn:aws:s3:::another-bucket");
        const { code } = await refusedWith(notify({ QueueConfigurations: [{ QueueArn: queue.arn, Events: CREATED }] }));
        expect(code).to.equal("InvalidArgument 400");
      }),
    );

    it(
      "are refused for a function without permission",
      at(door, async (world) => {
        const { notify } = await aNotifyingBucket(world);
        const { arn, permit, forbid } = await aReportingFunction(world);
        const configuration = { LambdaFunctionConfigurations: [{ LambdaFunctionArn: arn, Events: CREATED }] };
        expect((await refusedWith(notify(configuration))).ArgumentValue1).to.equal(
          `Not authorized to invoke function [${arn}]`,
        );
        await permit();
        await notify(configuration);
        await forbid();
        expect((await refusedWith(notify(configuration))).code).to.equal("InvalidArgument 400");
      }),
    );

    if (door.bendsTime) {
      it(
        "reach a function, until its permission is taken away: then they vanish",
        at(door, async (world) => {
          const { notify, put } = await aNotifyingBucket(world);
          const { arn, permit, forbid, queue } = await aReportingFunction(world);
          await permit();
          await notify({ LambdaFunctionConfigurations: [{ LambdaFunctionArn: arn, Events: CREATED }] });
          await put("input/1.json");
          await world.sleep(1_500);
          await forbid();
          await put("input/2.json");
          await world.sleep(10_000);
          await permit();
          await put("input/3.json");
          await world.sleep(400_000);
          const heard = [...(await queue.hear()), ...(await queue.hear(1))];
          expect(heard.map(({ Body }) => JSON.parse(Body!).Records[0].s3.object.key)).to.have.members([
            "input/1.json",
            "input/3.json",
          ]);
        }),
      );
    }
  });
}
