import type { AwsError } from "../../kernel/errors.ts";
import { textOf, type WireRequest, type WireResponse } from "../message.ts";
import type { Shape, Structure } from "../shape.ts";
import { serializationError } from "./malformed.ts";
import type { Protocol, WireService } from "./protocol.ts";
import { queryShape } from "./query-names.ts";
import { checkSqsAction, isQueueUrl } from "./queue-urls.ts";
import { readTime } from "./time.ts";
import { element, escapeText, writeMembers } from "./xml.ts";

/** AWS query: a form in, XML out. Lists count from `.member.1`, maps from `.entry.1`. */
export const awsQuery: Protocol = {
  operationOf: (request, { name, model }) => {
    const action = formOf(request).get("Action") ?? undefined;
    const operation = model.operations.get(action ?? "");
    if (name === "sqs") checkSqsAction(request.path, action, operation !== undefined);
    return operation;
  },

  decode: (request, operation, service) => {
    const form = formOf(request);
    // SQS's older clients post to the queue's own URL, and say no more of it.
    if (service.name === "sqs" && isQueueUrl(request.path) && !form.has("QueueUrl")) form.set("QueueUrl", request.path);
    return readParameters(queryShape(service.name, operation.input), grow(form)) as Record<string, unknown>;
  },

  // The result element must be there even when it is empty: clients look for it.
  encode: (output, operation, service, requestId) => {
    const result =
      operation.output.name === "Unit"
        ? ""
        : element(`${operation.name}Result`, writeMembers(queryShape(service.name, operation.output), output));
    const metadata = element("ResponseMetadata", element("RequestId", requestId));
    return answer(
      200,
      requestId,
      element(`${operation.name}Response`, result + metadata, ` xmlns="${service.xmlNamespace}"`),
    );
  },

  encodeError: (error, service, requestId) => {
    const fault = error.fault === "client" ? "Sender" : "Receiver";
    const code = queryCode(error, service);
    // SQS's errors carry an empty detail.
    const detail = service.name === "sqs" ? "<Detail/>" : "";
    const content =
      element("Type", fault) + element("Code", code) + element("Message", escapeText(error.message)) + detail;
    const body = element("Error", content) + element("RequestId", requestId);
    return answer(error.status, requestId, element("ErrorResponse", body, ` xmlns="${service.xmlNamespace}"`));
  },
};

function queryCode(error: AwsError, service: WireService): string {
  return service.model.errors.get(error.code)?.queryCode ?? error.code;
}

function answer(status: number, requestId: string, body: string): WireResponse {
  return { status, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
}

/** The form, whether it came in the body or in the URL. */
function formOf(request: WireRequest): URLSearchParams {
  const form = new URLSearchParams(request.method === "GET" ? "" : textOf(request.body));
  return form.has("Action") ? form : new URLSearchParams(request.query as Record<string, string>);
}

/** `a.member.1.b=x` as a tree: { a: { member: { 1: { b: "x" } } } }. */
interface Branch {
  value?: string;
  children: Map<string, Branch>;
}

function grow(form: URLSearchParams): Branch {
  const root: Branch = { children: new Map() };
  for (const [path, value] of form) {
    let branch = root;
    for (const step of path.split(".")) {
      let next = branch.children.get(step);
      if (!next) {
        next = { children: new Map() };
        branch.children.set(step, next);
      }
      branch = next;
    }
    branch.value = value;
  }
  return root;
}

function readParameters(shape: Shape, branch: Branch): unknown {
  switch (shape.type) {
    case "structure":
      return readStructure(shape, branch);
    case "list":
      return numbered(branch.children.get(shape.memberName) ?? branch).map((item) =>
        readParameters(shape.member, item),
      );
    case "map":
      return Object.fromEntries(
        numbered(branch.children.get("entry") ?? branch).map(({ children }) => [
          children.get(shape.keyName)?.value ?? "",
          readParameters(shape.value, children.get(shape.valueName) ?? { value: "", children: new Map() }),
        ]),
      );
    case "number":
      return readNumber(branch.value);
    case "boolean":
      return branch.value === "true";
    case "blob":
      return Buffer.from(branch.value ?? "", "base64");
    case "timestamp": {
      const moment = readTime(branch.value ?? "");
      if (!moment) throw serializationError(`${branch.value} is not a timestamp`);
      return moment;
    }
    default:
      return branch.value ?? "";
  }
}

/** Nothing at all would count as zero. */
function readNumber(text: string | undefined): number {
  if (!text || Number.isNaN(Number(text))) throw serializationError(`${text} is not a number`);
  return Number(text);
}

function readStructure(shape: Structure, { children }: Branch): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const member of shape.members) {
    const branch = children.get(member.xmlName);
    if (branch && !isEmptyCollection(member.shape, branch)) value[member.name] = readParameters(member.shape, branch);
    else if (branch) value[member.name] = member.shape.type === "list" ? [] : {};
  }
  return value;
}

/** `AttributeNames=` says that a list is there and empty. */
function isEmptyCollection(shape: Shape, branch: Branch): boolean {
  return (shape.type === "list" || shape.type === "map") && branch.children.size === 0;
}

function numbered(branch: Branch): Branch[] {
  return [...branch.children]
    .filter(([step]) => /^\d+$/.test(step))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}
