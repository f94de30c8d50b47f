// Count down to zero: countdown.go in JavaScript.

/** How many of the numbers n, n−1, …, stop+1 are odd. `&` looks at the low 32 bits, and so it is right above 2³¹ too. */
function countdown(n, stop) {
  let odd = 0;
  while (n > stop) {
    odd += n & 1;
    n--;
  }
  return odd;
}

export function run(args, round, state, lo, hi) {
  return new Uint8Array(BigInt64Array.of(BigInt(countdown(hi, lo))).buffer);
}
