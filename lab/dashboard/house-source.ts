import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { cloudwatchHouse } from "../../cloud/cloudwatch/house.ts";
import type { CloudWatchService } from "../../cloud/cloudwatch/service.ts";
import { CloudWatchSource } from "../../dashboard/server/cloudwatch-source.ts";

/**
 * CloudWatch's own calls, answered by a house at once: without a wire, without latency, and so without a trace in the
 * time and the facts of the simulation that is looked at.
 */
export class HouseSource extends CloudWatchSource {
  constructor(cloudwatch: () => CloudWatchService) {
    super({ cloudwatch: () => clientOf(cloudwatch), logs: () => NO_LOGS });
  }
}

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: never;
}

function clientOf(cloudwatch: () => CloudWatchService): CloudWatchClient {
  const send = async ({ constructor: { name }, input }: Command) =>
    cloudwatchHouse(cloudwatch()).operations[name.replace(/Command$/, "")]!(input, undefined as never);
  return { send } as unknown as CloudWatchClient;
}

const NO_LOGS = {
  send: async () => {
    throw new Error("The embedded AWS answers no queries of Logs Insights.");
  },
} as unknown as CloudWatchLogsClient;
