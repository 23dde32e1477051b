import type { AwsError } from "../../kernel/errors.ts";
import { textOf, type WireRequest, type WireResponse } from "../message.ts";
import { readJson, writeJson } from "./json-values.ts";
import { serializationError } from "./malformed.ts";
import type { Protocol, WireService } from "./protocol.ts";

/** AWS JSON 1.0 and 1.1: one path, the operation in `X-Amz-Target`, everything else in the body. */
export function awsJson(version: "1.0" | "1.1"): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  const answer = (
    status: number,
    body: unknown,
    requestId: string,
    more: Record<string, string> = {},
  ): WireResponse => ({
    status,
    headers: { "content-type": contentType, "x-amzn-requestid": requestId, ...more },
    body: JSON.stringify(body),
  });
  return {
    operationOf: ({ headers }, { model }) => model.operations.get(headers["x-amz-target"]?.split(".").at(-1) ?? ""),
    decode: (request, operation) => readJson(operation.input, parse(request)) as Record<string, unknown>,
    encode: (output, operation, _service, requestId) => answer(200, writeJson(operation.output, output), requestId),
    encodeError: (error, service, requestId) => {
      const { type, status, members } = describe(error, service);
      const more = service.queryCompatible ? queryErrorHeader(error, service) : {};
      return answer(status, { __type: type, message: error.message, ...members }, requestId, more);
    },
  };
}

function parse(request: WireRequest): unknown {
  const text = textOf(request.body);
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw serializationError("Could not parse the request body as JSON");
  }
}

/** An error as JSON protocols name it: by the model's shape where there is one. */
export function describe(error: AwsError, service: WireService) {
  const modeled = service.model.errors.get(error.code);
  const type = modeled ? `${service.model.namespace}#${modeled.shape}` : error.code;
  const members = modeled ? (writeJson(modeled.structure, error.extra) as Record<string, unknown>) : { ...error.extra };
  delete members.message;
  return { type, status: error.status, members };
}

/** The code of the query protocol, which clients of services that once spoke it still show. */
export function queryErrorHeader(error: AwsError, { model }: WireService): Record<string, string> {
  const code = model.errors.get(error.code)?.queryCode ?? error.code;
  return { "x-amzn-query-error": `${code};${error.fault === "client" ? "Sender" : "Receiver"}` };
}
