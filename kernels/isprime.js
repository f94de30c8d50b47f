// Six large numbers, prime or not: isprime.go in JavaScript.

const BLOCK = 1 << 16; // odd divisors in a unit
const PROBE = 1 << 10; // odd divisors tried before a number gets more than one unit

/** The whole part of the square root, for n below 2⁵³. Rounded to a Number, the root of m²−1 may be m. */
function isqrt(n) {
  const root = Math.floor(Math.sqrt(n));
  return root * root > n ? root - 1 : root;
}

/**
 * Whether an odd number from lo up to hi (not included) and up to the root of n divides n. Below 2⁵³ a Number tells that exactly:
 * a quotient is rounded by less than 1/d, and one that is not whole is at least that far from being it. (`n % d === 0` would be as
 * right, but above 2³¹ `%` is a slow loop and not a division.)
 */
function hasFactor(n, lo, hi) {
  const end = Math.min(hi, isqrt(n) + 1);
  for (let d = lo; d < end; d += 2) {
    if (Number.isInteger(n / d)) return true;
  }
  return false;
}

/** The number of blocks for n. */
function unitsOf(n) {
  if (n < 4 || n % 2 === 0 || hasFactor(n, 3, 3 + 2 * PROBE)) return 1;
  return Math.floor((Math.floor(isqrt(n) / 2) + BLOCK) / BLOCK);
}

/** 1 if the blocks from lo up to hi (not included) hold a divisor of n or show that it is not prime, else 0. */
function search(n, lo, hi) {
  let found = n < 2 || (lo === 0 && n > 2 && n % 2 === 0) ? 1 : 0;
  for (let block = lo; block < hi; block++) {
    // A hit ends its block and no more, so that the work is the same however the blocks are dealt out.
    if (hasFactor(n, 3 + 2 * BLOCK * block, 3 + 2 * BLOCK * (block + 1))) found = 1;
  }
  return found;
}

/** A word for each number: 1 where a divisor was found in this range. */
export function run(args, round, state, lo, hi) {
  const found = new BigInt64Array(args.numbers.length);
  let first = 0; // unit at which the number's blocks begin
  args.numbers.forEach((n, i) => {
    const units = unitsOf(n);
    const begin = Math.max(lo - first, 0);
    const end = Math.min(hi - first, units);
    if (begin < end) found[i] = BigInt(search(n, begin, end));
    first += units;
  });
  return new Uint8Array(found.buffer);
}
