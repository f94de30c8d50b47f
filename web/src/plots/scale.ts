// From values to pixels. d3-scale can do far more than plots of numbers need, and brings colours and number formats
// along: a sixth of the page's budget. Its ticks, which are the hard part, come from d3-array, which is small.

import { ticks } from "d3-array";

export interface Scale {
  (value: number): number;
  /** Round values across the domain, about as many as asked for. */
  ticks(count: number): number[];
}

type Pair = readonly [number, number];

export function linear([d0, d1]: Pair, [r0, r1]: Pair): Scale {
  const perUnit = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  return Object.assign((value: number) => r0 + (value - d0) * perUnit, {
    ticks: (count: number) => ticks(d0, d1, count),
  });
}

/** Equal steps for equal ratios; both ends of the domain above zero. Its ticks are powers of two. */
export function doubling([d0, d1]: Pair, range: Pair): Scale {
  const exponents = linear([Math.log2(d0), Math.log2(d1)], range);
  const powers = () => {
    const first = Math.ceil(Math.log2(d0));
    const last = Math.floor(Math.log2(d1));
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 2 ** (first + i));
  };
  return Object.assign((value: number) => exponents(Math.log2(Math.max(value, Number.MIN_VALUE))), { ticks: powers });
}
