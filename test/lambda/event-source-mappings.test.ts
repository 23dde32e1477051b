import { expect } from "chai";
import { errorOf, FUNCTION_ARN, LIVE_ARN } from "./a-lambda.ts";
import { type ASource, aSource, SOURCE_ARN } from "./a-source.ts";

const FunctionName = "transform";
const EventSourceArn = SOURCE_ARN;
const create = (source: ASource, input: object = {}) =>
  source.lambda.do<Record<string, unknown>>("CreateEventSourceMapping", { FunctionName, EventSourceArn, ...input });
const refusalOf = (source: ASource, input: object) => errorOf(() => create(source, input));

describe("an event source mapping", () => {
  it("is created with AWS's defaults, and is enabled after a while", async () => {
    const source = await aSource();
    const created = create(source);
    const UUID = created.UUID as string;
    expect(UUID).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(created).to.deep.equal({
      UUID,
      EventSourceMappingArn: `arn:aws:lambda:us-east-1:111111111111:event-source-mapping:${UUID}`,
      EventSourceArn,
      FunctionArn: FUNCTION_ARN,
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: [],
      State: "Creating",
      StateTransitionReason: "USER_INITIATED",
      LastModified: new Date(source.lambda.clock.now()),
    });
    await source.pass(20);
    const settled = source.mapping(UUID);
    expect(settled.State).to.equal("Enabled");
    expect(settled.LastModified).to.be.above(created.LastModified as Date);
  });

  it("keeps what it was told, and names the function as it was named", async () => {
    const source = await aSource();
    const told = {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] },
      ScalingConfig: { MaximumConcurrency: 7 },
    };
    const uuid = await source.map({ ...told, FunctionName: "transform:live", Enabled: false });
    expect(source.mapping(uuid)).to.deep.include({ ...told, FunctionArn: LIVE_ARN, State: "Disabled" });
  });

  it("changes what it is told to, and says that it does", async () => {
    const source = await aSource();
    const UUID = await source.map({ ScalingConfig: { MaximumConcurrency: 2 } });
    const update = (input: object) =>
      source.lambda.do<Record<string, unknown>>("UpdateEventSourceMapping", { UUID, ...input });
    expect(update({ BatchSize: 5, ScalingConfig: {} })).to.deep.include({ BatchSize: 5, State: "Updating" });
    await source.pass(20);
    expect(source.mapping(UUID)).to.not.have.property("ScalingConfig");
    expect(update({ Enabled: false }).State).to.equal("Disabling");
    await source.pass(20);
    expect(source.mapping(UUID)).to.deep.include({ State: "Disabled", BatchSize: 5 });
    expect(update({ FunctionName: LIVE_ARN, FilterCriteria: { Filters: [{ Pattern: "{}" }] } }).State).to.equal(
      "Updating",
    );
    await source.pass(20);
    expect(source.mapping(UUID)).to.deep.include({ State: "Disabled", FunctionArn: LIVE_ARN });
    expect(update({ Enabled: true, FilterCriteria: {} }))
      .to.include({ State: "Enabling" })
      .and.not.have.property("FilterCriteria");
    await source.pass(20);
    expect(source.mapping(UUID).State).to.equal("Enabled");
  });

  it("cannot be changed or deleted while it is changing", async () => {
    const source = await aSource();
    const { UUID } = create(source);
    const [update, remove] = ["UpdateEventSourceMapping", "DeleteEventSourceMapping"].map(
      (operation) => () => source.lambda.do(operation, { UUID }),
    );
    expect(await errorOf(update!)).to.include({
      code: "ResourceInUseException",
      message: "Cannot update the event source mapping because it is in use.",
    });
    expect((await errorOf(remove!)).message).to.equal("Cannot delete the event source mapping because it is in use.");
    await source.pass(20);
    remove!();
    expect((await errorOf(remove!)).code).to.equal("ResourceInUseException");
  });

  it("is deleted after a while, and then unknown", async () => {
    const source = await aSource();
    const UUID = await source.map();
    expect(source.lambda.do("DeleteEventSourceMapping", { UUID })).to.deep.include({ UUID, State: "Deleting" });
    await source.pass(20);
    expect(await errorOf(() => source.mapping(UUID))).to.include({
      code: "ResourceNotFoundException",
      message: "The resource you requested does not exist.",
      status: 404,
    });
    expect(source.lambda.kinds()).to.include("MappingDeleted");
  });

  it("is listed by queue and by function", async () => {
    const source = await aSource();
    const [one, other] = [await source.map(), await source.map({ FunctionName: LIVE_ARN })];
    const listed = (input: object) =>
      source.lambda
        .do<{ EventSourceMappings: { UUID: string }[] }>("ListEventSourceMappings", input)
        .EventSourceMappings.map(({ UUID }) => UUID);
    expect(listed({})).to.deep.equal([one, other]);
    expect(listed({ EventSourceArn })).to.deep.equal([one, other]);
    expect(listed({ EventSourceArn: `${EventSourceArn}-other` })).to.deep.equal([]);
    expect(listed({ FunctionName })).to.deep.equal([one]);
    expect(listed({ FunctionName: "transform:live" })).to.deep.equal([other]);
    const first = source.lambda.do<{ NextMarker: string }>("ListEventSourceMappings", { MaxItems: 1 });
    expect(listed({ MaxItems: 1, Marker: first.NextMarker })).to.deep.equal([other]);
  });

  it("has tags of its own", async () => {
    const source = await aSource();
    const UUID = await source.map({ Tags: { team: "etl" } });
    const Resource = source.mapping(UUID).EventSourceMappingArn;
    source.lambda.do("TagResource", { Resource, Tags: { stage: "lab" } });
    source.lambda.do("UntagResource", { Resource, TagKeys: ["team"] });
    expect(source.lambda.do("ListTags", { Resource })).to.deep.equal({ Tags: { stage: "lab" } });
  });

  const refusals: readonly [what: string, input: object, message: string][] = [
    ["no event source", { EventSourceArn: undefined }, "Unrecognized event source."],
    ["another kind of source", { EventSourceArn: "arn:aws:s3:::documents" }, "Unrecognized event source."],
    ["a function that is not there", { FunctionName: "absent" }, "Function does not exist"],
    ["an alias that is not there", { FunctionName: "transform:absent" }, "Function does not exist"],
    [
      "a large batch without a window",
      { BatchSize: 11 },
      "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    ],
    [
      "a queue that is not there",
      { EventSourceArn: `${SOURCE_ARN}-absent` },
      "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.",
    ],
    [
      "a filter that does not parse",
      { FilterCriteria: { Filters: [{ Pattern: "{" }] } },
      "Invalid filter pattern definition.",
    ],
    [
      "a filter of no known rule",
      { FilterCriteria: { Filters: [{ Pattern: '{"body":{"n":[{"like":"x"}]}}' }] } },
      "Invalid filter pattern definition.",
    ],
    ["a place to start", { StartingPosition: "LATEST" }, "StartingPosition is not valid for SQS event sources."],
    [
      "a destination",
      { DestinationConfig: { OnSuccess: { Destination: SOURCE_ARN } } },
      "Unsupported DestinationConfig parameter for given event source mapping type.",
    ],
  ];
  for (const [what, input, message] of refusals) {
    it(`is refused for ${what}`, async () => {
      const error = await refusalOf(await aSource(), input);
      expect(error).to.include({ code: "InvalidParameterValueException", message });
    });
  }

  const constraints: readonly [input: object, message: string][] = [
    [
      { BatchSize: 0 },
      "Value '0' at 'batchSize' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { BatchSize: 10_001 },
      "Value '10001' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ],
    [
      { MaximumBatchingWindowInSeconds: 301 },
      "Value '301' at 'maximumBatchingWindowInSeconds' failed to satisfy constraint: Member must have value less than or equal to 300",
    ],
    [
      { ScalingConfig: { MaximumConcurrency: 1 } },
      "Value '1' at 'scalingConfig.maximumConcurrency' failed to satisfy constraint: Member must have value greater than or equal to 2",
    ],
  ];
  for (const [input, message] of constraints) {
    it(`is refused for ${JSON.stringify(input)}`, async () => {
      const error = await refusalOf(await aSource(), input);
      expect(error).to.include({ code: "ValidationException", message: `1 validation error detected: ${message}` });
    });
  }

  it("is refused when the queue hides messages for less time than the function may take", async () => {
    const source = await aSource({ queue: { VisibilityTimeout: "30" }, function: { Timeout: 60 } });
    expect((await refusalOf(source, {})).message).to.equal(
      "Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds",
    );
  });

  for (const call of ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]) {
    it(`is refused when the function's role may not call ${call}`, async () => {
      const source = await aSource();
      source.denied.add(`sqs:${call}`);
      expect((await refusalOf(source, {})).message).to.equal(
        `The function execution role does not have permissions to call ${call} on SQS`,
      );
    });
  }

  it("is refused a second time for the same function", async () => {
    const source = await aSource();
    const uuid = await source.map();
    expect(await refusalOf(source, {})).to.include({
      code: "ResourceConflictException",
      status: 409,
      message: `An event source mapping with SQS arn (" ${SOURCE_ARN} ") and function (" transform ") already exists. Please update or delete the existing mapping with UUID ${uuid}`,
    });
  });

  it("needs rights on itself, for the function that it is for", async () => {
    const source = await aSource();
    const UUID = await source.map();
    const needs = (operation: string, input: object) => source.lambda.house.needs(operation, input as never);
    const context = { "lambda:FunctionArn": FUNCTION_ARN };
    const resource = source.mapping(UUID).EventSourceMappingArn;
    expect(needs("CreateEventSourceMapping", { FunctionName })).to.deep.equal([
      { action: "lambda:CreateEventSourceMapping", resource: "*", context },
    ]);
    expect(needs("UpdateEventSourceMapping", { UUID, FunctionName: LIVE_ARN })).to.deep.equal([
      { action: "lambda:UpdateEventSourceMapping", resource, context: { "lambda:FunctionArn": LIVE_ARN } },
    ]);
    expect(needs("DeleteEventSourceMapping", { UUID })).to.deep.equal([
      { action: "lambda:DeleteEventSourceMapping", resource, context },
    ]);
    expect(needs("ListEventSourceMappings", { FunctionName })).to.deep.equal([
      { action: "lambda:ListEventSourceMappings", resource: "*" },
    ]);
  });
});
