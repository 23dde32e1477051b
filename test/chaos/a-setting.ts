import type { Aws } from "../../chaos/aws.ts";
import type { ActionProvider } from "../../chaos/experiment.ts";
import type { Json, Lease } from "../../chaos/lease.ts";

/** One piece of configuration that nobody guards: what it is, what was put there, and how it may fail. */
export function aSetting(value: Json = "before", name = "setting") {
  const setting = {
    value,
    /** Every value that was put there, in order. */
    puts: [] as Json[],
    /** What reading it gives instead of what it is. */
    reads: undefined as ((value: Json) => Json) | undefined,
    /** Throws on a put or on a look, before or after it did its work. */
    onPut: undefined as ((value: Json) => void) | undefined,
    afterPut: undefined as ((value: Json) => void) | undefined,
    onObserve: undefined as (() => void) | undefined,
  };
  const lease = (changed: Lease["changed"] = () => "applied"): Lease => ({
    address: { kind: "test", name },
    resource: name,
    expiry: "none",
    observe: async () => {
      setting.onObserve?.();
      return setting.reads ? setting.reads(setting.value) : setting.value;
    },
    changed,
    put: async (_aws, wanted) => {
      setting.onPut?.(wanted);
      setting.value = wanted;
      setting.puts.push(wanted);
      setting.afterPut?.(wanted);
    },
  });
  const provider = (more: Partial<ActionProvider> = {}): ActionProvider => ({
    name: `test.${name}`,
    arguments: { name },
    lease: lease(),
    ...more,
  });
  return Object.assign(setting, { lease, provider });
}

/** For what never speaks to AWS. */
export const NO_AWS = {} as Aws;

export const TERMS = { expiresAt: 60_000, seed: 7 };
