import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { at, DOORS, refusal, refused } from "./doors.ts";

const Name = "/chaoslab/lab/transform/faults";

for (const door of DOORS) {
  describe(`SSM through the ${door.name}`, () => {
    it(
      "keeps parameters and counts their versions",
      at(door, async ({ clients: { ssm }, region, accountId }) => {
        const first = await ssm.send(new PutParameterCommand({ Name, Value: "{}", Type: "String" }));
        expect(first).to.include({ Version: 1, Tier: "Standard" });
        expect(await refusal(ssm.send(new PutParameterCommand({ Name, Value: "x", Type: "String" })))).to.include({
          name: "ParameterAlreadyExists",
          status: 400,
          message:
            "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        });
        const value = '{"é":"<&>"}';
        expect((await ssm.send(new PutParameterCommand({ Name, Value: value, Overwrite: true }))).Version).to.equal(2);
        const { LastModifiedDate, ...parameter } = (await ssm.send(new GetParameterCommand({ Name }))).Parameter!;
        expect(LastModifiedDate).to.be.instanceOf(Date);
        expect(parameter).to.deep.equal({
          Name,
          Type: "String",
          Value: value,
          Version: 2,
          ARN: `arn:aws:ssm:${region}:${accountId}:parameter${Name}`,
          DataType: "text",
        });
        expect((await ssm.send(new GetParameterCommand({ Name: `${Name}:1` }))).Parameter!.Value).to.equal("{}");
      }),
    );

    it(
      "says which parameters are not there",
      at(door, async ({ clients: { ssm } }) => {
        await ssm.send(new PutParameterCommand({ Name: "a", Value: "1", Type: "String" }));
        const { Parameters, InvalidParameters } = await ssm.send(new GetParametersCommand({ Names: ["a", "b"] }));
        expect(Parameters!.map((each) => each.Name)).to.deep.equal(["a"]);
        expect(InvalidParameters).to.deep.equal(["b"]);
        expect(await refused(ssm.send(new GetParameterCommand({ Name: "b" })))).to.equal("ParameterNotFound 400");
        await ssm.send(new DeleteParameterCommand({ Name: "a" }));
        expect(await refused(ssm.send(new DeleteParameterCommand({ Name: "a" })))).to.equal("ParameterNotFound 400");
      }),
    );

    it(
      "lists by path and by name, and keeps tags",
      at(door, async ({ clients: { ssm } }) => {
        for (const name of ["/a/1", "/a/b/2", "/c"])
          await ssm.send(new PutParameterCommand({ Name: name, Value: "v", Type: "String" }));
        const below = async (Recursive: boolean) =>
          (await ssm.send(new GetParametersByPathCommand({ Path: "/a", Recursive }))).Parameters!.map(
            (each) => each.Name,
          );
        expect(await below(false)).to.deep.equal(["/a/1"]);
        expect(await below(true)).to.have.members(["/a/1", "/a/b/2"]);
        const ParameterFilters = [{ Key: "Name", Option: "BeginsWith", Values: ["/c"] }];
        const described = await ssm.send(new DescribeParametersCommand({ ParameterFilters }));
        expect(described.Parameters!.map((each) => each.Name)).to.deep.equal(["/c"]);
        const target = { ResourceType: "Parameter", ResourceId: "/c" } as const;
        await ssm.send(new AddTagsToResourceCommand({ ...target, Tags: [{ Key: "stack", Value: "etl-lab" }] }));
        expect((await ssm.send(new ListTagsForResourceCommand(target))).TagList).to.deep.equal([
          { Key: "stack", Value: "etl-lab" },
        ]);
      }),
    );

    it(
      "shows a secret only to whom asks for it",
      at(door, async ({ clients: { ssm } }) => {
        await ssm.send(new PutParameterCommand({ Name: "secret", Value: "hush", Type: "SecureString" }));
        const value = async (WithDecryption: boolean) =>
          (await ssm.send(new GetParameterCommand({ Name: "secret", WithDecryption }))).Parameter!.Value;
        expect(await value(true)).to.equal("hush");
        expect(await value(false)).to.not.include("hush");
      }),
    );
  });
}
