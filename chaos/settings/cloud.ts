import type { Aws, FaultDesk, FaultRecord, TimedFault } from "../aws.ts";
import type { Lease } from "../lease.ts";
import { type Json, settingKind } from "../setting.ts";
import type { LocalFault } from "../world.ts";

/** A fault on a link or at a door of an embedded cloud, by its id; null while it is not in force. */
export const localFault = settingKind<{ id: string; at: string }, Json>("cloud.fault", ({ id, at }) => ({
  resource: `fault ${id} at ${at}`,
  observe: async (aws) => {
    const record = await deskOf(aws).send({ read: id });
    return record && record.until === undefined ? faultIn(record) : null;
  },
  put: async (aws, value) => {
    const order = value === null ? { remove: id } : { put: id, fault: value as unknown as TimedFault };
    await deskOf(aws).send(order);
  },
}));

/** Puts a fault in force under an id of the run's own. The cloud itself ends it when the lease expires. */
export function localLease(id: string, fault: LocalFault): Lease {
  return {
    ...localFault.at({ id, at: placeOf(fault) }),
    expiry: "configuration",
    changed: (_before, { expiresAt }) => {
      return { ...fault, expiresAt: new Date(expiresAt).toISOString() } as unknown as Json;
    },
  };
}

/** How often a fault of this id struck, as the cloud counted it; nothing if the cloud has forgotten it. */
export async function strikesOf(id: string, aws: Aws): Promise<number | undefined> {
  return (await deskOf(aws).send({ read: id }))?.strikes;
}

function deskOf({ faults }: Pick<Aws, "faults">): FaultDesk {
  if (!faults) throw new Error("links and doors are an embedded cloud's: AWS has no switch for them");
  return faults;
}

/** `s3 -> lambda`, or `s3:PutObject` */
export function placeOf(fault: LocalFault): string {
  return "link" in fault ? fault.link : `${fault.door.service}:${fault.door.operation}`;
}

function faultIn({ id, since, until, strikes, ...fault }: FaultRecord): Json {
  return fault as unknown as Json;
}
