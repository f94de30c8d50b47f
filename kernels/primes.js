// The first primes, by trial division: primes.go in JavaScript. Candidates and primes stay far below 2³¹, where `%` is a
// division of integers.

/** The primes below limit, by a sieve over the odd numbers: composite[i] is 1 if 2i+1 is composite. */
function primesBelow(limit) {
  const primes = limit > 2 ? [2] : [];
  const half = limit >> 1;
  const composite = new Uint8Array(half);
  for (let i = 1; i < half; i++) {
    if (composite[i]) continue;
    primes.push(2 * i + 1);
    for (let j = 2 * i * (i + 1); j < half; j += 2 * i + 1) composite[j] = 1; // from the square of 2i+1
  }
  return primes;
}

/** Appends the primes from lo up to hi (not included) to primes, which holds all those below lo. */
function findPrimes(primes, lo, hi) {
  candidates: for (let n = lo; n < hi; n++) {
    for (let i = 0; i < primes.length; i++) {
      if (n % primes[i] === 0) continue candidates;
    }
    primes.push(n);
  }
}

/** How many primes the range holds, their sum, and the last of them. Unit u is the candidate u+2. */
export function run(args, round, state, lo, hi) {
  const primes = primesBelow(lo + 2);
  const before = primes.length;
  findPrimes(primes, lo + 2, hi + 2);
  let sum = 0;
  for (let i = before; i < primes.length; i++) sum += primes[i];
  const last = primes.length > before ? primes[primes.length - 1] : 0;
  const words = BigInt64Array.of(BigInt(primes.length - before), BigInt(sum), BigInt(last));
  return new Uint8Array(words.buffer);
}
