import type * as Sqs from "@aws-sdk/client-sqs";
import type { Output } from "../../kernel/house.ts";
import { outOfRange } from "../errors.ts";
import { type MoveTask, taskHandleOf } from "../move-task.ts";
import type { SqsService } from "../service.ts";

/** The operations on message move tasks. */
export function moveTaskOperations({ moveTasks }: SqsService) {
  return {
    StartMessageMoveTask(input: Sqs.StartMessageMoveTaskCommandInput): Output<Sqs.StartMessageMoveTaskCommandOutput> {
      const { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond } = input;
      return { TaskHandle: moveTasks.start(SourceArn!, DestinationArn, MaxNumberOfMessagesPerSecond) };
    },

    CancelMessageMoveTask(
      input: Sqs.CancelMessageMoveTaskCommandInput,
    ): Output<Sqs.CancelMessageMoveTaskCommandOutput> {
      return { ApproximateNumberOfMessagesMoved: moveTasks.cancel(input.TaskHandle!) };
    },

    ListMessageMoveTasks(input: Sqs.ListMessageMoveTasksCommandInput): Output<Sqs.ListMessageMoveTasksCommandOutput> {
      const { SourceArn, MaxResults: most = 1 } = input;
      if (most < 1 || most > 10) throw outOfRange("MaxResults", most, "Must be between 1 and 10, if provided.");
      return { Results: moveTasks.list(SourceArn!, most).map(shown) };
    },
  };
}

/** Only a running task has a handle, and nothing shows that was not asked for. */
function shown(task: MoveTask): Sqs.ListMessageMoveTasksResultEntry {
  return {
    ...(task.status === "RUNNING" && { TaskHandle: taskHandleOf(task) }),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
    ...(task.perSecond !== undefined && { MaxNumberOfMessagesPerSecond: task.perSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failureReason !== undefined && { FailureReason: task.failureReason }),
    StartedTimestamp: task.startedAt,
  };
}
