import { expect } from "chai";
import type { LeaseRecord } from "../../chaos/custody.ts";
import type { ActionProvider } from "../../chaos/experiment.ts";
import { Script } from "../../chaos/script.ts";
import type { World } from "../../chaos/world.ts";
import { aVirtualCloud } from "../a-virtual-cloud.ts";
import { anAction } from "./a-world.ts";

/** An embedded cloud for providers to act on, and a script that performs their actions one by one. */
export function aCloud() {
  const { clock, cloud, sound } = aVirtualCloud();
  const aws = cloud.clients();
  const world: World = {
    aws,
    clock,
    drive: () => {
      throw new Error("nothing is published here");
    },
    attempts: async () => ({ first: 0, struck: 0, laterStrikes: 0 }),
    moving: async () => [],
    throttled: async () => false,
  };
  const script = new Script(world, 7, { signal: new AbortController().signal });
  /** Performs one action, in force for `after` milliseconds by its plan. */
  const perform = (provider: ActionProvider, after = 0) =>
    script.perform([anAction("act", provider, { after })], () => {});
  /** Restores everything, and expects every lease to end as it should. */
  const restore = async (): Promise<LeaseRecord[]> => {
    const records = await script.restoreAll();
    for (const { resource, restoration } of records)
      expect(restoration, resource).to.deep.equal({ outcome: "restored" });
    expect(records).to.not.have.lengthOf(0);
    return records;
  };
  const tell = async (story: () => Promise<void>) => {
    await clock.run(story());
    sound();
  };
  const { iam } = cloud.houses.services;
  const clientsOfRole = (arn: string) => cloud.clients(iam.sessionPrincipal(iam.roles.find(arn)!, "run"));
  return { clock, cloud, aws, script, perform, restore, tell, clientsOfRole, ...cloud.place };
}

/** The settings that a provider's lease reads before, while it is in force, and after. */
export async function whatIsThere(provider: ActionProvider, { aws }: ReturnType<typeof aCloud>) {
  return await provider.lease!.observe(aws);
}

export const failure = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: Error) => error.name,
  );
