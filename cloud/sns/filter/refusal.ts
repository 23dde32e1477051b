import type { JsonTokens } from "./tokens.ts";

/** Why a filter policy cannot be compiled, in SNS's words without the "Invalid parameter: ..." before them. */
export class PolicyRefusal extends Error {}

/** Refuses a policy at the place the parser has reached. */
export function refuse(tokens: JsonTokens, message: string): never {
  throw new PolicyRefusal(`FilterPolicy: ${message}\n at ${tokens.location()}`);
}
