/** How often a value was seen. Beyond the exact bound it stands for its neighbours too and is the largest of them. */
export interface Frequency {
  value: number;
  count: number;
}

/** Up to here every distinct value is kept. */
export const EXACT_VALUES = 1000;

/**
 * The values of one minute of one metric, for percentiles and their kin. Up to a thousand distinct values are kept as
 * they are; from then on neighbours share a place, at most 1/128 (0.8 %) apart, and the largest of them speaks for all:
 *
 *     exact: 17.2 x1, 17.3 x4, ...  ->  by exponent and the first 7 bits of the mantissa: (17.25 .. 17.375] x5, ...
 *
 * What is kept depends on which values came, not on their order, so that one seed tells one story. Places are found in
 * the bits of the number and not by a logarithm, whose last bits may differ between machines.
 */
export class Distribution {
  #frequencies = new Map<number, Frequency>();
  #exact = true;
  #last: Frequency | undefined;

  add(value: number, count = 1): void {
    // Most metrics repeat themselves: counts of one, zero errors.
    if (this.#last?.value === value) this.#last.count += count;
    else this.#place(value, count);
  }

  absorb(other: Distribution): void {
    if (!other.#exact) this.#coarsen();
    for (const { value, count } of other.#frequencies.values()) this.#place(value, count);
  }

  /** Every frequency, the smallest value first. */
  sorted(): Frequency[] {
    return [...this.#frequencies.values()].sort((a, b) => a.value - b.value);
  }

  #place(value: number, count: number): void {
    const place = this.#exact ? value : placeOf(value);
    const known = this.#frequencies.get(place);
    if (known) {
      known.count += count;
      if (value > known.value) known.value = value;
      this.#last = known.value === value ? known : undefined;
      return;
    }
    this.#last = { value, count };
    this.#frequencies.set(place, this.#last);
    if (this.#exact && this.#frequencies.size > EXACT_VALUES) this.#coarsen();
  }

  #coarsen(): void {
    if (!this.#exact) return;
    this.#exact = false;
    const exact = this.#frequencies;
    this.#frequencies = new Map();
    for (const { value, count } of exact.values()) this.#place(value, count);
    this.#last = undefined;
  }
}

const bits = new DataView(new ArrayBuffer(8));

/** Sign, exponent and the first 7 bits of the mantissa. */
function placeOf(value: number): number {
  bits.setFloat64(0, value);
  return bits.getInt32(0) >> 13;
}
