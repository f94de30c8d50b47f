// Amdahl's law, with a serial part you choose: amdahl.go in JavaScript.

const STEPS = 10_000; // in a unit
const FACTOR = 16_807;
const MODULUS = 2 ** 31 - 1;

/**
 * Takes the steps of one unit: Park and Miller's generator, seeded with number+1. The products stay below 2⁴⁶, so that a Number
 * holds them.
 */
function unit(number) {
  let x = number + 1;
  for (let i = 0; i < STEPS; i++) x = (x * FACTOR) % MODULUS;
  return x;
}

/** The sum of the units' results. Round 0 has the serial units, unless there are none, and round 1 the others. */
export function run({ serial, units }, round, state, lo, hi) {
  const first = round > 0 ? Math.round(serial * units) : 0;
  let sum = 0;
  for (let number = first + lo; number < first + hi; number++) sum += unit(number);
  return new Uint8Array(BigInt64Array.of(BigInt(sum)).buffer);
}
