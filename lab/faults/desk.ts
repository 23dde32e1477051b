import type { FaultDesk } from "../../chaos/aws.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import type { Clock } from "../../cloud/kernel/clock.ts";
import { FaultBoard } from "./board.ts";
import { faultIn, namesIn } from "./form.ts";

/** The faults of a cloud in this process, asked without a wire. */
export function deskIn(cloud: Cloud, clock: Clock): FaultDesk {
  const board = new FaultBoard(clock, cloud);
  const names = namesIn(cloud);
  return {
    send: async (order) => {
      if ("read" in order) return board.find(order.read);
      if ("remove" in order) return board.remove(order.remove);
      return board.put(order.put, faultIn(order.fault, names, clock.now()));
    },
  };
}
