import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";
import { aFunction } from "./a-function.ts";
import { at, DOORS, eventually, refusal, refused } from "./doors.ts";

const logGroupName = "/test/group";
const stream = { logGroupName, logStreamName: "2026/01/01/[1]abc" };

for (const door of DOORS) {
  describe(`CloudWatch Logs through the ${door.name}`, () => {
    it(
      "makes, shows and deletes groups",
      at(door, async ({ clients: { logs }, region, accountId }) => {
        await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { stack: "etl-lab" } }));
        await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 14 }));
        const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/test" }));
        expect(logGroups![0]).to.include({
          logGroupName,
          retentionInDays: 14,
          arn: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*`,
        });
        expect(logGroups![0]!.creationTime).to.be.a("number");
        expect(await refusal(logs.send(new CreateLogGroupCommand({ logGroupName })))).to.include({
          name: "ResourceAlreadyExistsException",
          status: 400,
          message: "The specified log group already exists",
        });
        await logs.send(new DeleteLogGroupCommand({ logGroupName }));
        expect(await refusal(logs.send(new DeleteLogGroupCommand({ logGroupName })))).to.include({
          name: "ResourceNotFoundException",
          status: 400,
          message: "The specified log group does not exist.",
        });
      }),
    );

    it(
      "keeps events, and finds them by what they say",
      at(door, async (world) => {
        const { logs } = world.clients;
        await logs.send(new CreateLogGroupCommand({ logGroupName }));
        await logs.send(new CreateLogStreamCommand(stream));
        const timestamp = world.now();
        const logEvents = ["START one", "ERROR é <1>", "END one"].map((message, i) => ({
          timestamp: timestamp + i,
          message,
        }));
        await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
        const { events } = await logs.send(new GetLogEventsCommand({ ...stream, startFromHead: true }));
        expect(events!.map(({ message, timestamp: at }) => ({ message, timestamp: at }))).to.deep.equal(logEvents);
        const found = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern: "ERROR" }));
        expect(found.events!.map(({ message, logStreamName }) => [message, logStreamName])).to.deep.equal([
          ["ERROR é <1>", stream.logStreamName],
        ]);
        const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
        expect(logStreams![0]).to.include({ logStreamName: stream.logStreamName, lastEventTimestamp: timestamp + 2 });
        const nowhere = { ...stream, logStreamName: "nowhere" };
        expect(await refused(logs.send(new PutLogEventsCommand({ ...nowhere, logEvents })))).to.equal(
          "ResourceNotFoundException 400",
        );
      }),
    );

    it(
      "hears of a function's runs if its role may write, and only then",
      at(door, async (world) => {
        const { logs } = world.clients;
        const group = "/aws/lambda/transform";
        const may = {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:CreateLogGroup"],
          Resource: "*",
        };
        const { invoke } = await aFunction(world, 'console.log("hello"); return 1;', {}, may);
        await invoke();
        const events = await eventually(world, async () => {
          const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: group }));
          return events.some(({ message }) => message!.startsWith("REPORT")) ? events : undefined;
        });
        expect(events.map(({ message }) => message!.split(/[\s]/)[0])).to.include.members(["START", "END", "REPORT"]);
        expect(events.some(({ message }) => message!.includes("\tINFO\thello"))).to.equal(true);
      }),
    );

    it(
      "hears nothing of a function whose role may not write",
      at(door, async (world) => {
        const { logs } = world.clients;
        const { invoke } = await aFunction(world, 'console.log("hello"); return 1;');
        await invoke();
        await world.sleep(1000);
        expect(
          await refused(logs.send(new FilterLogEventsCommand({ logGroupName: "/aws/lambda/transform" }))),
        ).to.equal("ResourceNotFoundException 400");
      }),
    );
  });
}
