import type { AwsError } from "../../kernel/errors.ts";
import { bytesOf, type WireResponse } from "../message.ts";
import { queryErrorHeader } from "./aws-json.ts";
import { decodeCbor, encodeCbor } from "./cbor-values.ts";
import type { Protocol, WireService } from "./protocol.ts";

/**
 * Smithy RPC v2 with CBOR bodies, which CloudWatch's newer clients speak: the operation in the path
 * (`/service/GraniteServiceVersion20100801/operation/PutMetricData`), everything else in the body.
 */
export const rpcV2Cbor: Protocol = {
  operationOf: ({ path }, { model }) =>
    model.operations.get(/^\/service\/[^/]+\/operation\/(\w+)\/?$/.exec(path)?.[1] ?? ""),

  decode: (request, operation) => decodeCbor(operation.input, bytesOf(request.body)),

  encode: (output, operation, _service, requestId) => answer(200, requestId, encodeCbor(operation.output, output)),

  encodeError: (error, service, requestId) => {
    const modeled = service.model.errors.get(error.code);
    const type = modeled ? `${service.model.namespace}#${modeled.shape}` : error.code;
    const said = { __type: type, message: error.message };
    const body = modeled
      ? encodeCbor(modeled.structure, { ...error.extra, ...said }, said)
      : encodeCbor(NOTHING, {}, said);
    return { ...answer(error.status, requestId, body, errorHeaders(error, service)) };
  },
};

function answer(status: number, requestId: string, body: Uint8Array, more: Record<string, string> = {}): WireResponse {
  const headers = {
    "smithy-protocol": "rpc-v2-cbor",
    "content-type": "application/cbor",
    "x-amzn-requestid": requestId,
    ...more,
  };
  return { status, headers, body };
}

function errorHeaders(error: AwsError, service: WireService): Record<string, string> {
  return service.queryCompatible ? queryErrorHeader(error, service) : {};
}

const NOTHING = { type: "structure", name: "Unit", members: [], member: () => undefined } as const;
