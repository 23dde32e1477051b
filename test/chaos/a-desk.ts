import type { FaultDesk, FaultRecord } from "../../chaos/aws.ts";

/** A desk without a cloud: it keeps faults by their ids, and a test strikes for them. */
export function aDesk() {
  const records = new Map<string, FaultRecord>();
  const desk: FaultDesk = {
    send: async (order) => {
      if ("read" in order) return records.get(order.read);
      const [id, since] = ["put" in order ? order.put : order.remove, "2026-01-01T00:00:00.000Z"];
      if ("put" in order) records.set(id, { id, ...order.fault, since, strikes: 0 });
      else records.set(id, { ...records.get(id)!, until: since });
      return records.get(id);
    },
  };
  return {
    desk,
    records,
    strike: (id: string) => void records.set(id, { ...records.get(id)!, strikes: records.get(id)!.strikes + 1 }),
  };
}
