import { PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { given, only, type ResourceType } from "../resource.ts";

const DESTINATION = { destination: true } as const;

export const eventInvokeConfig: ResourceType = {
  arguments: {
    function_name: true,
    qualifier: true,
    maximum_event_age_in_seconds: true,
    maximum_retry_attempts: true,
    destination_config: { on_failure: DESTINATION, on_success: DESTINATION },
  },
  async create(block, { clients }) {
    const config = block.destination_config && only(block.destination_config);
    const destination = (kind: "on_failure" | "on_success") =>
      config?.[kind] && { Destination: only(config[kind]).destination as string };
    await clients.lambda.send(
      new PutFunctionEventInvokeConfigCommand(
        given({
          FunctionName: block.function_name as string,
          Qualifier: block.qualifier,
          MaximumEventAgeInSeconds: block.maximum_event_age_in_seconds,
          MaximumRetryAttempts: block.maximum_retry_attempts,
          DestinationConfig:
            config && given({ OnFailure: destination("on_failure"), OnSuccess: destination("on_success") }),
        }),
      ),
    );
    const { function_name, qualifier } = block;
    return { id: qualifier === undefined ? function_name : `${function_name}:${qualifier}`, function_name, qualifier };
  },
};
