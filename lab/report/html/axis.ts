import { duration } from "../../../chaos/verdict/words.ts";
import type { Axis } from "./plot.ts";

/** From 0 to a round number above the largest value. */
export function linear(largest: number, unit: string): Axis {
  const step = stepFor(largest);
  const top = Math.max(step, Math.ceil(largest / step) * step);
  const ticks = [];
  for (let i = 0; i * step <= top + step / 2; i++) {
    const at = i * step;
    ticks.push({ at, label: `${Number(at.toPrecision(3))}${i * step + step > top + step / 2 ? ` ${unit}` : ""}` });
  }
  return { place: (value) => value / top, ticks };
}

function stepFor(largest: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(largest, 1e-3) / 4));
  return magnitude * ([1, 2, 5, 10].find((each) => largest / (each * magnitude) <= 4) ?? 10);
}

/** Powers of ten of milliseconds, from at most 100 ms up: seconds and minutes are both to be seen. */
export function logarithmic(values: readonly number[]): Axis {
  const known = values.filter((value) => value > 0);
  const lowest = Math.min(2, Math.floor(Math.log10(Math.min(...known, 1000))));
  const highest = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(...known, 1000))));
  const place = (value: number) => (Math.log10(Math.max(value, 10 ** lowest)) - lowest) / (highest - lowest);
  const powers = Array.from({ length: highest - lowest + 1 }, (_, i) => 10 ** (lowest + i));
  return { place, ticks: powers.map((at) => ({ at, label: duration(at) })) };
}
