import type { AwsError } from "../../kernel/errors.ts";
import type { WireRequest, WireResponse } from "../message.ts";
import type { Operation, ServiceModel } from "../model.ts";

/** How a service speaks: finds the operation, reads its input, writes its output or its error. */
export interface Protocol {
  operationOf(request: WireRequest, service: WireService): Operation | undefined;
  decode(request: WireRequest, operation: Operation, service: WireService): Record<string, unknown>;
  encode(output: Record<string, unknown>, operation: Operation, service: WireService, requestId: string): WireResponse;
  encodeError(error: AwsError, service: WireService, requestId: string): WireResponse;
}

/** A service as a protocol needs it: the model, and what the model does not say. */
export interface WireService {
  /** The house's name. */
  readonly name: string;
  readonly model: ServiceModel;
  /** `AmazonSQS` in `X-Amz-Target: AmazonSQS.SendMessage`. */
  readonly target: string;
  readonly xmlNamespace: string;
  /** Whether errors carry their query code beside the JSON shape. */
  readonly queryCompatible: boolean;
}
