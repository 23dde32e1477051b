import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { given, type ResourceType } from "../resource.ts";

export const permission: ResourceType = {
  arguments: {
    statement_id: true,
    action: true,
    function_name: true,
    qualifier: true,
    principal: true,
    source_arn: true,
    source_account: true,
  },
  async create({ statement_id, action, function_name, qualifier, principal, source_arn, source_account }, { clients }) {
    await clients.lambda.send(
      new AddPermissionCommand(
        given({
          StatementId: statement_id,
          Action: action,
          FunctionName: function_name,
          Qualifier: qualifier,
          Principal: principal,
          SourceArn: source_arn,
          SourceAccount: source_account,
        }),
      ),
    );
    return { id: statement_id, statement_id, function_name, qualifier };
  },
};
