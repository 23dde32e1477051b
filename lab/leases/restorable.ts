import type { Experiment } from "../../chaos/experiment.ts";
import { settingAt } from "../../chaos/settings/registry.ts";
import { LabError } from "../../cloud/kernel/errors.ts";

/**
 * A live run takes only leases that another process could give back, should this one die.
 *
 * @throws LabError LAB_LEASE_UNKNOWN
 */
export function checkRestorable(name: string, { method }: Experiment): void {
  const stranger = method.find(({ provider: { lease } }) => lease && !(lease.address && settingAt(lease.address)));
  if (!stranger) return;
  throw new LabError(
    "LAB_LEASE_UNKNOWN",
    `${name} takes a lease that no undo could give back: "${stranger.name}" (${stranger.provider.name}).`,
    "Run it in the simulation, or give its setting a kind and a place in chaos/settings/registry.ts.",
  );
}
