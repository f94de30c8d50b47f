// π by throwing darts: montecarlo.go in JavaScript.

const SEED = 1;
const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];
const KEYS = [0, SEED, 0x1bd11bda ^ SEED];

/** Whether the point of that number is inside: its coordinates are two random words, by Threefry-2x32 with 20 rounds. */
function inside(counter) {
  let a = 0;
  let b = (counter + SEED) | 0;
  for (let i = 0; i < 20; i++) {
    const turn = ROTATIONS[i & 7];
    a = (a + b) | 0;
    b = ((b << turn) | (b >>> (32 - turn))) ^ a;
    if ((i & 3) === 3) {
      const step = (i >> 2) + 1;
      a = (a + KEYS[step % 3]) | 0;
      b = (b + KEYS[(step + 1) % 3] + step) | 0;
    }
  }
  // With 26 bits a coordinate, the squares and their sum are exact in a Number.
  const x = a >>> 6;
  const y = b >>> 6;
  return x * x + y * y < 2 ** 52;
}

export function run(args, round, state, lo, hi) {
  let hits = 0;
  for (let i = lo; i < hi; i++) if (inside(i)) hits++;
  return new Uint8Array(BigInt64Array.of(BigInt(hits)).buffer);
}
