// Numbers of laboratories as people read them, by what they count.

import { number, percent, ratio, type TimeUnit, time, unitFor } from "../../format.js";
import type { Unit } from "./types.js";

const SPACE = "\u202f";

export function quantity(x: number, unit: Unit | undefined): string {
  switch (unit) {
    case "ms":
      return time(x);
    case "ns":
      return x < 1000 ? `${number(x)}${SPACE}ns` : time(x / 1e6);
    case "bytes":
      return bytes(x);
    case "ratio":
      return ratio(x);
    case "percent":
      return percent(x);
    case "count":
    case undefined:
      return number(x, Number.isInteger(x) ? 0 : 2);
  }
}

function bytes(x: number): string {
  for (const [size, name] of [
    [1 << 20, "MiB"],
    [1 << 10, "KiB"],
  ] as const)
    if (x >= size) return `${number(x / size, x % size === 0 ? 0 : undefined)}${SPACE}${name}`;
  return `${number(x, 0)}${SPACE}bytes`;
}

/** The scale of an axis that reaches so far: what it is called, and how many of it one of the unit makes. */
export function axisUnit(most: number, unit: Unit): { readonly name: string; readonly per: number } {
  if (unit === "ms") {
    const scale: TimeUnit = unitFor(most);
    return { name: scale.name, per: scale.perMs };
  }
  switch (unit) {
    case "percent":
      return { name: "%", per: 100 };
    case "ratio":
      return { name: "×", per: 1 };
    case "count":
      return { name: "", per: 1 };
    case "ns":
    case "bytes":
      return { name: unit, per: 1 };
  }
}
