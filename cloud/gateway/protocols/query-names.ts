import type { Member, Shape, Structure } from "../shape.ts";

/**
 * How SQS names things in forms and in XML. Its clients' models know JSON only, where names need no singular; these
 * are those of the API reference of 2012-11-05: lists and maps without a `member` between (`Attribute.1.Name`).
 */
interface QueryName {
  readonly name: string;
  /** What a map calls its keys and values: `key` and `value` where not said. */
  readonly entry?: readonly [key: string, value: string];
}

const NAME_VALUE = ["Name", "Value"] as const;
const KEY_VALUE = ["Key", "Value"] as const;

const SQS_NAMES: Readonly<Record<string, QueryName>> = {
  AWSAccountIds: { name: "AWSAccountId" },
  Actions: { name: "ActionName" },
  AttributeNames: { name: "AttributeName" },
  Attributes: { name: "Attribute", entry: NAME_VALUE },
  BinaryListValues: { name: "BinaryListValue" },
  Failed: { name: "BatchResultErrorEntry" },
  MessageAttributeNames: { name: "MessageAttributeName" },
  MessageAttributes: { name: "MessageAttribute", entry: NAME_VALUE },
  MessageSystemAttributeNames: { name: "MessageSystemAttributeName" },
  MessageSystemAttributes: { name: "MessageSystemAttribute", entry: NAME_VALUE },
  Messages: { name: "Message" },
  QueueUrls: { name: "QueueUrl" },
  Results: { name: "ListMessageMoveTasksResultEntry" },
  StringListValues: { name: "StringListValue" },
  TagKeys: { name: "TagKey" },
  Tags: { name: "Tag", entry: KEY_VALUE },
  queueUrls: { name: "QueueUrl" },
  tags: { name: "Tag", entry: KEY_VALUE },
};

/** Members that are named for what their list holds: `SendMessageBatchRequestEntry.1.Id`. */
const NAMED_FOR_CONTENT = new Set(["Entries", "Successful"]);

const adapted = new WeakMap<Structure, Structure>();

/** A shape as the query protocol of a service sees it; the model's own where the model says it all. */
export function queryShape(service: string, shape: Structure): Structure {
  return service === "sqs" ? adapt(shape) : shape;
}

function adapt(shape: Structure): Structure {
  const known = adapted.get(shape);
  if (known) return known;
  const members = shape.members.map(adaptMember);
  const byName = new Map(members.map((member) => [member.name, member]));
  const structure: Structure = { type: "structure", name: shape.name, members, member: (name) => byName.get(name) };
  adapted.set(shape, structure);
  return structure;
}

function adaptMember(member: Member): Member {
  const known = SQS_NAMES[member.name];
  const { shape } = member;
  if (shape.type === "list") {
    const name = NAMED_FOR_CONTENT.has(member.name) ? (shape.member as Structure).name : known!.name;
    return {
      ...member,
      xmlName: name,
      flattened: true,
      shape: { ...shape, member: inner(shape.member), memberName: name },
    };
  }
  if (shape.type === "map") {
    const [keyName, valueName] = known!.entry!;
    const { key, value } = shape;
    return {
      ...member,
      xmlName: known!.name,
      flattened: true,
      shape: { type: "map", key, value: inner(value), keyName, valueName },
    };
  }
  return { ...member, shape: inner(shape) };
}

function inner(shape: Shape): Shape {
  return shape.type === "structure" ? adapt(shape) : shape;
}
