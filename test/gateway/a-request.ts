import { textOf, type WireRequest, type WireResponse } from "../../cloud/gateway/message.ts";
import type { Operation } from "../../cloud/gateway/model.ts";
import type { Protocol } from "../../cloud/gateway/protocols/protocol.ts";
import { SERVICES } from "../../cloud/gateway/services.ts";

/** A request as a door hands it over: `aRequest("GET /bucket/key?versionId=1", { headers: { range: "bytes=0-1" } })`. */
export function aRequest(
  line: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: Uint8Array | string } = {},
): WireRequest {
  const [, method, path, , search] = /^(\w+) ([^?]*)(\?(.*))?$/.exec(line)!;
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const known = query[name];
    query[name] = known === undefined ? value : [known, value].flat();
  }
  return { method: method!, path: path!, query, headers, body };
}

/** One service spoken to in one protocol. */
export function aService(name: string, protocol: Protocol) {
  const service = SERVICES[name]!;
  const operation = (called: string): Operation => service.model.operations.get(called)!;
  return {
    service,
    operation,
    routed: (request: WireRequest) => protocol.operationOf(request, service)?.name,
    decoded: (request: WireRequest) => protocol.decode(request, protocol.operationOf(request, service)!, service),
    encoded: (called: string, output: Record<string, unknown>): WireResponse & { text: string } => {
      const response = protocol.encode(output, operation(called), service, "id-1");
      return { ...response, text: textOf(response.body) };
    },
    refused: (error: Parameters<Protocol["encodeError"]>[0]): WireResponse & { text: string } => {
      const response = protocol.encodeError(error, service, "id-1");
      return { ...response, text: textOf(response.body) };
    },
  };
}

/** The AWS error that `work` throws. */
export function refusal(work: () => unknown): { code: string; status: number; message: string } {
  try {
    work();
  } catch (error) {
    const { code, status, message } = error as { code: string; status: number; message: string };
    return { code, status, message };
  }
  throw new Error("nothing was refused");
}
