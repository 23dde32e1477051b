/**
 * Loaded into a process before anything else, so that its machine is another one: the calendar is twelve years ahead and
 * runs unevenly, chance has another generator, timers come late, and the host has another name.
 */
import os from "node:os";

const AHEAD = 12 * 365 * 86_400_000;
const { Date: RealDate, setTimeout: realTimeout, setImmediate: realImmediate } = globalThis;
let drawn = 1;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [globalThis.Date.now()] : parts));
  }

  static now() {
    return RealDate.now() + AHEAD + Math.floor(Math.random() * 50);
  }
};

Math.random = () => {
  drawn = (drawn * 48_271) % 2_147_483_647;
  return drawn / 2_147_483_647;
};

globalThis.setTimeout = Object.assign(
  (task, delay = 0, ...rest) => realTimeout(task, delay + Math.random() * 5, ...rest),
  realTimeout,
);
// Now and then a turn of the event loop later than asked for.
globalThis.setImmediate = Object.assign(
  (task, ...rest) =>
    Math.random() < 0.05 ? realImmediate(() => realImmediate(task, ...rest)) : realImmediate(task, ...rest),
  realImmediate,
);
os.hostname = () => "another-machine";
