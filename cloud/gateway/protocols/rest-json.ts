import { bytesOf, textOf, type WireResponse } from "../message.ts";
import { describe } from "./aws-json.ts";
import { payloadOf, readBindings, route, statusOf, writeHeaders } from "./http-bindings.ts";
import { readJson, writeJson, writeMembers } from "./json-values.ts";
import { serializationError } from "./malformed.ts";
import type { Protocol } from "./protocol.ts";

/** REST with JSON bodies, as Lambda speaks it. */
export const restJson: Protocol = {
  operationOf: (request, { model }) => route(model, request),

  decode: (request, operation) => {
    const bound = readBindings(request, operation);
    const payload = payloadOf(operation.input.members);
    if (payload?.shape.type === "blob") {
      return { ...bound, ...(request.body !== undefined && { [payload.name]: bytesOf(request.body) }) };
    }
    const text = textOf(request.body);
    if (text === "") return bound;
    const json = parse(text);
    if (payload) return { ...bound, [payload.name]: readJson(payload.shape, json) };
    return { ...(readJson(operation.input, json) as object), ...bound };
  },

  encode: (output, operation, _service, requestId) => {
    const headers: Record<string, string> = { "content-type": "application/json", "x-amzn-requestid": requestId };
    writeHeaders(output, operation.output.members, headers);
    const status = statusOf(output, operation);
    return { status, headers, body: bodyOf(output, operation.output.members) };
  },

  encodeError: (error, service, requestId): WireResponse => {
    const { status, members } = describe(error, service);
    const type = service.model.errors.get(error.code)?.shape ?? error.code;
    const headers = { "content-type": "application/json", "x-amzn-requestid": requestId, "x-amzn-errortype": type };
    return { status, headers, body: JSON.stringify({ ...members, Message: error.message, message: error.message }) };
  },
};

function bodyOf(output: Record<string, unknown>, members: Parameters<typeof writeMembers>[0]): Uint8Array | string {
  const payload = payloadOf(members);
  if (!payload)
    return JSON.stringify(
      writeMembers(
        members.filter(({ place }) => place.in === "body"),
        output,
      ),
    );
  const value = output[payload.name];
  if (value === undefined) return "";
  return payload.shape.type === "blob" ? (value as Uint8Array) : JSON.stringify(writeJson(payload.shape, value));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw serializationError("Could not parse the request body as JSON");
  }
}
