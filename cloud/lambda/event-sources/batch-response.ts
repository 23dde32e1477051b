/**
 * What a function says of a batch when its mapping asks for ReportBatchItemFailures:
 *
 *     {"batchItemFailures": [{"itemIdentifier": "<message id>"}]}
 *
 * An empty answer, or an empty or null list, says that all is well. A list that is not one, an identifier that is no
 * text, empty, or of no message of the batch says that nothing is (developer guide, "Implementing partial batch
 * responses", and recorded on AWS).
 */
export function failedItems(answer: string, messageIds: readonly string[]): readonly string[] {
  const said = parsed(answer);
  if (said === null || said === "") return [];
  if (typeof said !== "object" || said === undefined) return messageIds;
  const { batchItemFailures: list } = said as { batchItemFailures?: unknown };
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return messageIds;
  const failed = list.map((item: { itemIdentifier?: unknown } | null) => item?.itemIdentifier);
  const known = new Set<unknown>(messageIds);
  return failed.every((id) => known.has(id)) ? (failed as string[]) : messageIds;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
