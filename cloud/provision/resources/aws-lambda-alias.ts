import { CreateAliasCommand } from "@aws-sdk/client-lambda";
import { given, type ResourceType } from "../resource.ts";

export const alias: ResourceType = {
  arguments: { name: true, function_name: true, function_version: true, description: true },
  async create({ name, function_name, function_version, description }, { clients }) {
    const { AliasArn } = await clients.lambda.send(
      new CreateAliasCommand(
        given({ Name: name, FunctionName: function_name, FunctionVersion: function_version, Description: description }),
      ),
    );
    return { id: AliasArn, name, arn: AliasArn, function_name, function_version };
  },
};
