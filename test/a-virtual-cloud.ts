import { expect } from "chai";
import { Cloud } from "../cloud/cloud.ts";
import { VirtualClock } from "../cloud/kernel/clock.ts";
import { Random } from "../cloud/kernel/random.ts";

/** An empty account of seed 1, on a clock of its own; `sound` says that nothing in it went wrong that no AWS would answer. */
export function aVirtualCloud() {
  const clock = new VirtualClock();
  const bugs: unknown[] = [];
  const onBug = (bug: unknown) => void bugs.push(bug);
  const cloud = new Cloud({ clock, activity: clock.activity, random: Random.fromSeed(1), onBug });
  return { clock, cloud, sound: () => expect(bugs, "bugs behind the door").to.deep.equal([]) };
}
