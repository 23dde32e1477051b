import type { EtlPipeline } from "../infra/outputs.ts";

/** A pipeline that is deployed nowhere: each output is its own name. For reading what an experiment says of itself. */
export const paperPipeline: EtlPipeline = new Proxy({} as EtlPipeline, {
  get: (_target, name) => (typeof name === "string" ? `<${name}>` : undefined),
});
