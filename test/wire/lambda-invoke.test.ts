import {
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  ListAliasesCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { aFunction, aZip, ECHO } from "./a-function.ts";
import { aHearingQueue } from "./a-hearing.ts";
import { at, DOORS, refusal, refused } from "./doors.ts";

for (const door of DOORS) {
  describe(`invoking a function through the ${door.name}`, () => {
    it(
      "gives it the event, its variables and its context, and answers with what it returned",
      at(door, async (world) => {
        const { invoke } = await aFunction(world, ECHO, { Environment: { Variables: { WHO: "lab" } } });
        const { $metadata, answer, ...rest } = await invoke({ a: "é", list: [1, null] });
        expect($metadata.httpStatusCode).to.equal(200);
        expect(answer).to.deep.equal({ event: { a: "é", list: [1, null] }, version: "$LATEST", who: "lab" });
        expect(rest).to.deep.equal({ StatusCode: 200, ExecutedVersion: "$LATEST" });
      }),
    );

    it(
      "answers null for a handler that returned nothing",
      at(door, async (world) => {
        const { invoke } = await aFunction(world, "");
        expect((await invoke()).answer).to.equal(null);
      }),
    );

    it(
      "answers an error that the function threw, with status 200",
      at(door, async (world) => {
        const thrown =
          'class BadDocumentError extends Error {}; throw Object.assign(new BadDocumentError("no"), { name: "BadDocumentError" });';
        const { invoke } = await aFunction(world, thrown);
        const { StatusCode, FunctionError, answer } = await invoke();
        expect({ StatusCode, FunctionError }).to.deep.equal({ StatusCode: 200, FunctionError: "Unhandled" });
        expect(answer).to.include({ errorType: "BadDocumentError", errorMessage: "no" });
        expect(answer.trace[0]).to.equal("BadDocumentError: no");
      }),
    );

    it(
      "ends a run that outlives its timeout",
      at(door, async (world) => {
        const { invoke } = await aFunction(world, "await new Promise(() => {});", { Timeout: 1 });
        const { FunctionError, answer } = await invoke();
        expect(FunctionError).to.equal("Unhandled");
        expect(answer).to.include({ errorType: "Sandbox.Timedout" });
        expect(answer.errorMessage).to.match(/Task timed out after 1\.00 seconds$/);
      }),
    );

    it(
      "shows the end of the log when it is asked to",
      at(door, async (world) => {
        const { invoke } = await aFunction(world, 'console.log("hello %s", event.name); return 1;');
        const { LogResult } = await invoke({ name: "é" }, { LogType: "Tail" });
        const log = Buffer.from(LogResult!, "base64").toString();
        expect(log).to.match(/^START RequestId: \S+ Version: \$LATEST\n/);
        expect(log).to.match(/\tINFO\thello é\n/);
        expect(log).to.match(
          /END RequestId: \S+\nREPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\t/,
        );
      }),
    );

    it(
      "takes an event at once and runs it later, or only asks whether it could",
      at(door, async (world) => {
        const { invoke } = await aFunction(world, ECHO);
        for (const [InvocationType, StatusCode] of [
          ["Event", 202],
          ["DryRun", 204],
        ] as const) {
          const { $metadata, ...rest } = await invoke({}, { InvocationType });
          expect(rest).to.deep.equal({ StatusCode, answer: undefined });
          expect($metadata.httpStatusCode).to.equal(StatusCode);
        }
      }),
    );

    it(
      "follows an alias, with its weights",
      at(door, async (world) => {
        const { lambda, FunctionName, invoke } = await aFunction(world, 'return "one";');
        await lambda.send(new PublishVersionCommand({ FunctionName }));
        await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: aZip('return "two";') }));
        await lambda.send(new PublishVersionCommand({ FunctionName }));
        const live = { FunctionName, Name: "live" };
        const { AliasArn } = await lambda.send(new CreateAliasCommand({ ...live, FunctionVersion: "1" }));
        expect(AliasArn).to.match(/:function:transform:live$/);
        expect(await invoke({}, { Qualifier: "live" })).to.include({ answer: "one", ExecutedVersion: "1" });
        const RoutingConfig = { AdditionalVersionWeights: { "2": 0.5 } };
        await lambda.send(new UpdateAliasCommand({ ...live, RoutingConfig }));
        expect((await lambda.send(new GetAliasCommand(live))).RoutingConfig).to.deep.equal(RoutingConfig);
        const answers = [];
        for (let i = 0; i < 40; i++) answers.push((await invoke({}, { Qualifier: "live" })).answer);
        expect(answers.filter((answer) => answer === "two").length).to.be.within(8, 32);
        await lambda.send(
          new UpdateAliasCommand({ ...live, FunctionVersion: "2", RoutingConfig: { AdditionalVersionWeights: {} } }),
        );
        expect((await invoke({}, { FunctionName: AliasArn })).answer).to.equal("two");
        expect(
          (await lambda.send(new ListAliasesCommand({ FunctionName }))).Aliases!.map(({ Name }) => Name),
        ).to.deep.equal(["live"]);
        await lambda.send(new DeleteAliasCommand(live));
        expect(await refused(invoke({}, { Qualifier: "live" }))).to.equal("ResourceNotFoundException 404");
      }),
    );

    it(
      "is throttled by a reserved concurrency of none",
      at(door, async (world) => {
        const { lambda, FunctionName, invoke } = await aFunction(world, ECHO);
        const none = { FunctionName, ReservedConcurrentExecutions: 0 };
        await lambda.send(new PutFunctionConcurrencyCommand(none));
        expect(await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).to.include({
          ReservedConcurrentExecutions: 0,
        });
        const { error, ...rest } = await refusal(invoke());
        expect(rest).to.deep.equal({ name: "TooManyRequestsException", status: 429, message: "Rate Exceeded." });
        expect(error).to.include({ Reason: "ReservedFunctionConcurrentInvocationLimitExceeded", Type: "User" });
      }),
    );

    it(
      "refuses what is no JSON, and functions that are not there",
      at(door, async (world) => {
        const { lambda, FunctionName } = await aFunction(world, ECHO);
        const broken = await refusal(lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from("{") })));
        expect(broken).to.include({ name: "InvalidRequestContentException", status: 400 });
        expect(broken.message).to.match(/^Could not parse request body into json: Could not parse payload into json: /);
        expect(await refused(lambda.send(new InvokeCommand({ FunctionName: "nobody" })))).to.equal(
          "ResourceNotFoundException 404",
        );
      }),
    );

    it(
      "keeps what a function does with events",
      at(door, async (world) => {
        const { lambda, FunctionName } = await aFunction(world, ECHO);
        const asked = new GetFunctionEventInvokeConfigCommand({ FunctionName });
        expect((await refusal(lambda.send(asked))).message).to.match(
          /^The function .*:function:transform:\$LATEST doesn't have an EventInvokeConfig$/,
        );
        await lambda.send(
          new PutFunctionEventInvokeConfigCommand({
            FunctionName,
            MaximumRetryAttempts: 1,
            MaximumEventAgeInSeconds: 60,
          }),
        );
        await lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 90 }));
        const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = await lambda.send(asked);
        expect({ MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig }).to.deep.equal({
          MaximumRetryAttempts: 1,
          MaximumEventAgeInSeconds: 90,
          DestinationConfig: { OnSuccess: {}, OnFailure: {} },
        });
      }),
    );

    if (door.bendsTime) {
      it(
        "tries an event three times, one and two minutes later, and then sends it to the dead-letter queue",
        at(door, async (world) => {
          const failures = await aHearingQueue(world, "failures");
          const may = { Effect: "Allow", Action: "sqs:SendMessage", Resource: failures.arn };
          const more = { DeadLetterConfig: { TargetArn: failures.arn } };
          const { invoke } = await aFunction(world, 'throw new Error("broken");', more, may);
          const began = world.now();
          const { $metadata } = await invoke({ document: 1 }, { InvocationType: "Event" });
          const [letter] = await (async () => {
            for (;;) {
              const heard = await failures.hear(20);
              if (heard.length > 0) return heard;
            }
          })();
          expect(world.now() - began).to.be.within(175_000, 205_000);
          expect(letter!.Body).to.equal('{"document":1}');
          const attributes = letter!.MessageAttributes!;
          expect(
            Object.fromEntries(Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue])),
          ).to.deep.equal({
            RequestID: $metadata.requestId,
            ErrorCode: "200",
            ErrorMessage: "broken",
          });
        }),
      );
    }
  });
}
