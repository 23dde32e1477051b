/**
 * Sequencers of events: hexadecimal texts that only grow, so that a reader can put the events of one key in order.
 * Like AWS's they begin with the second they were taken in: `00`, 8 digits of seconds, then 8 digits of which 10 bits
 * are milliseconds and 22 bits count within the millisecond.
 */
export class Sequencer {
  #instant = 0;
  #count = 0;

  next(now: number): string {
    if (now > this.#instant) {
      this.#instant = now;
      this.#count = 0;
    }
    const seconds = Math.floor(this.#instant / 1000);
    const rest = Math.floor(this.#instant % 1000) * 0x400000 + this.#count++;
    return `00${hex8(seconds)}${hex8(rest)}`;
  }
}

function hex8(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, "0");
}
