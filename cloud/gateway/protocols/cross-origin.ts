import type { CrossOrigin } from "../../kernel/house.ts";
import type { WireRequest, WireResponse } from "../message.ts";
import type { Operation } from "../model.ts";
import type { Structure } from "../shape.ts";

/** What browsers ask for their pages (the Fetch standard's CORS protocol), which no client's model knows. */
const NOTHING: Structure = { type: "structure", name: "Preflight", members: [], member: () => undefined };

/** OPTIONS: may a page of this origin send such a request? */
export const PREFLIGHT: Operation = { name: "Preflight", input: NOTHING, output: NOTHING };

/** Undefined for a request that no browser sends for a page of another origin. */
export function crossOriginOf({ method, headers }: WireRequest): CrossOrigin | undefined {
  const { origin } = headers;
  if (origin === undefined) return undefined;
  const asked = headers["access-control-request-headers"]?.toLowerCase().split(",") ?? [];
  return {
    origin,
    method: headers["access-control-request-method"] ?? method,
    headers: asked.map((name) => name.trim()).filter((name) => name !== ""),
  };
}

export function encodePreflight(output: Record<string, unknown>, headers: Record<string, string>): WireResponse {
  return { status: 200, headers: { ...headers, ...(output.headers as Record<string, string>) }, body: "" };
}
