import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { aFunction, aZip, ECHO } from "./a-function.ts";
import { at, DOORS, refusal, refused } from "./doors.ts";

for (const door of DOORS) {
  describe(`Lambda's functions through the ${door.name}`, () => {
    it(
      "are made with AWS's defaults",
      at(door, async (world) => {
        const { made, Role, FunctionName } = await aFunction(world, ECHO);
        const { $metadata, CodeSha256, CodeSize, LastModified, RevisionId, ...configuration } = made;
        expect($metadata.httpStatusCode).to.equal(201);
        expect(CodeSha256).to.match(/^[A-Za-z0-9+/]{43}=$/);
        expect(CodeSize).to.be.greaterThan(0);
        expect(LastModified).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
        expect(RevisionId).to.be.a("string");
        expect(configuration).to.deep.include({
          FunctionName,
          FunctionArn: `arn:aws:lambda:${world.region}:${world.accountId}:function:transform`,
          Role,
          Runtime: "nodejs20.x",
          Handler: "index.handler",
          MemorySize: 128,
          Timeout: 3,
          PackageType: "Zip",
          Version: "$LATEST",
          Architectures: ["x86_64"],
          EphemeralStorage: { Size: 512 },
          TracingConfig: { Mode: "PassThrough" },
          State: "Pending",
          StateReasonCode: "Creating",
        });
      }),
    );

    it(
      "are shown, listed, changed and deleted",
      at(door, async (world) => {
        const { lambda, FunctionName } = await aFunction(world, ECHO, { Environment: { Variables: { WHO: "é" } } });
        const { Configuration, Code } = await lambda.send(new GetFunctionCommand({ FunctionName }));
        expect(Configuration).to.deep.include({
          FunctionName,
          State: "Active",
          Environment: { Variables: { WHO: "é" } },
        });
        expect(Code!.RepositoryType).to.equal("S3");
        const { Functions } = await lambda.send(new ListFunctionsCommand({}));
        expect(Functions!.map((each) => each.FunctionName)).to.deep.equal([FunctionName]);
        const changed = await lambda.send(
          new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 120, MemorySize: 256 }),
        );
        expect(changed).to.include({ Timeout: 120, MemorySize: 256 });
        expect(changed.Environment!.Variables).to.deep.equal({ WHO: "é" });
        await lambda.send(new DeleteFunctionCommand({ FunctionName }));
        const gone = await refusal(lambda.send(new GetFunctionConfigurationCommand({ FunctionName })));
        expect(gone).to.include({ name: "ResourceNotFoundException", status: 404 });
        expect(gone.message).to.match(/^Function not found: arn:aws:lambda:.*:function:transform/);
        expect(gone.error).to.include({ Type: "User" });
      }),
    );

    it(
      "run the code they have now, and the code a version was published with",
      at(door, async (world) => {
        const { lambda, FunctionName, invoke } = await aFunction(world, 'return "one";');
        const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
        expect(Version).to.equal("1");
        const { CodeSha256 } = await lambda.send(
          new UpdateFunctionCodeCommand({ FunctionName, ZipFile: aZip('return "two";') }),
        );
        expect((await invoke()).answer).to.equal("two");
        expect(await invoke({}, { Qualifier: "1" })).to.include({ answer: "one", ExecutedVersion: "1" });
        const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
        expect(Versions!.map((each) => each.Version)).to.deep.equal(["$LATEST", "1"]);
        expect(Versions![0]!.CodeSha256).to.equal(CodeSha256);
        expect(Versions![1]!.CodeSha256).to.not.equal(CodeSha256);
      }),
    );

    it(
      "say who may invoke them",
      at(door, async (world) => {
        const { lambda, FunctionName } = await aFunction(world, ECHO);
        const permission = {
          FunctionName,
          StatementId: "s3",
          Action: "lambda:InvokeFunction",
          Principal: "s3.amazonaws.com",
          SourceArn: "arn:aws:s3:::documents-lab",
          SourceAccount: world.accountId,
        };
        const { Statement } = await lambda.send(new AddPermissionCommand(permission));
        const statement = {
          Sid: "s3",
          Effect: "Allow",
          Principal: { Service: "s3.amazonaws.com" },
          Action: "lambda:InvokeFunction",
          Resource: `arn:aws:lambda:${world.region}:${world.accountId}:function:transform`,
          Condition: {
            StringEquals: { "AWS:SourceAccount": world.accountId },
            ArnLike: { "AWS:SourceArn": "arn:aws:s3:::documents-lab" },
          },
        };
        expect(JSON.parse(Statement!)).to.deep.equal(statement);
        const { Policy, RevisionId } = await lambda.send(new GetPolicyCommand({ FunctionName }));
        expect(JSON.parse(Policy!)).to.deep.equal({ Version: "2012-10-17", Id: "default", Statement: [statement] });
        expect(RevisionId).to.be.a("string");
        expect(await refusal(lambda.send(new AddPermissionCommand(permission)))).to.include({
          name: "ResourceConflictException",
          status: 409,
        });
        await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: "s3" }));
        expect(await refused(lambda.send(new GetPolicyCommand({ FunctionName })))).to.equal(
          "ResourceNotFoundException 404",
        );
      }),
    );

    it(
      "keep tags, whatever is in their keys",
      at(door, async (world) => {
        const { lambda, made } = await aFunction(world, ECHO, { Tags: { stack: "etl-lab" } });
        const Resource = made.FunctionArn!;
        await lambda.send(new TagResourceCommand({ Resource, Tags: { "a b/c": "1", plain: "2" } }));
        expect((await lambda.send(new ListTagsCommand({ Resource }))).Tags).to.deep.equal({
          stack: "etl-lab",
          "a b/c": "1",
          plain: "2",
        });
        await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ["a b/c", "plain"] }));
        expect((await lambda.send(new ListTagsCommand({ Resource }))).Tags).to.deep.equal({ stack: "etl-lab" });
      }),
    );

    it(
      "are refused for what is wrong with them, in Lambda's words",
      at(door, async (world) => {
        const { lambda, Role } = await aFunction(world, ECHO);
        const create = (more: object) =>
          lambda.send(
            new CreateFunctionCommand({
              FunctionName: "other",
              Role,
              Runtime: "nodejs20.x",
              Handler: "index.handler",
              Code: { ZipFile: aZip(ECHO) },
              ...more,
            }),
          );
        expect(await refusal(create({ FunctionName: "transform" }))).to.include({
          name: "ResourceConflictException",
          status: 409,
          message: "Function already exist: transform",
        });
        expect(await refusal(create({ Code: { ZipFile: Buffer.from("no zip") } }))).to.include({
          name: "InvalidParameterValueException",
          message: "Could not unzip uploaded file. Please check your file, then try to upload again.",
        });
        const nobody = `arn:aws:iam::${world.accountId}:role/nobody`;
        expect(await refusal(create({ Role: nobody }))).to.include({
          name: "InvalidParameterValueException",
          message: "The role defined for the function cannot be assumed by Lambda.",
        });
        const failures = { DeadLetterConfig: { TargetArn: `arn:aws:sqs:${world.region}:${world.accountId}:failures` } };
        expect(await refusal(create(failures))).to.include({
          name: "InvalidParameterValueException",
          message: "The provided execution role does not have permissions to call SendMessage on SQS",
        });
      }),
    );
  });
}
