// Sort random numbers: sort.go in JavaScript.

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];
const KEYS = [0, 0, 0x1bd11bda];

/** Writes the two random words that belong to a counter under the key 0 to words[at+1] and words[at]: Threefry-2x32, 20 rounds. */
function threefry(counter, words, at) {
  let a = 0;
  let b = counter;
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
  words[at + 1] = a;
  words[at] = b;
}

/** The range's numbers in ascending order. Every processor that runs a browser keeps the low half of a number first. */
export function run(args, round, state, lo, hi) {
  const numbers = new BigUint64Array(hi - lo);
  const words = new Uint32Array(numbers.buffer);
  for (let i = lo; i < hi; i++) threefry(i, words, 2 * (i - lo));
  numbers.sort();
  return new Uint8Array(numbers.buffer);
}
