// Proof of work, a hash with leading zeros: sha256.go in JavaScript. The hash is written out, as it is there: the browser's own
// would be another program.

const TEXT = "Hello, world!";
const NONE = 2n ** 63n - 1n;

// The first 32 bits of the fractional parts of the square roots of the first 8 primes, and of the cube roots of the first 64.
// biome-ignore format: a table
const START = Uint32Array.of(
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
);
// biome-ignore format: a table
const ROUND = Uint32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);

const turnRight = (word, bits) => (word >>> bits) | (word << (32 - bits));

const w = new Int32Array(64);
const sum = new Uint32Array(8);

/** The SHA-256 of a text of at most 55 letters, which with its padding fills a single block; the next call overwrites it. */
function sha256Short(text) {
  w.fill(0, 0, 16);
  for (let i = 0; i < text.length; i++) w[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
  w[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  w[15] = 8 * text.length;
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15];
    const b = w[i - 2];
    w[i] =
      w[i - 16] +
      w[i - 7] +
      (turnRight(a, 7) ^ turnRight(a, 18) ^ (a >>> 3)) +
      (turnRight(b, 17) ^ turnRight(b, 19) ^ (b >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i++) {
    const s = turnRight(e, 6) ^ turnRight(e, 11) ^ turnRight(e, 25);
    const t = (h + ROUND[i] + w[i] + ((e & f) ^ (~e & g)) + s) | 0;
    const u = ((a & b) ^ (a & c) ^ (b & c)) + (turnRight(a, 2) ^ turnRight(a, 13) ^ turnRight(a, 22));
    h = g;
    g = f;
    f = e;
    e = (d + t) | 0;
    d = c;
    c = b;
    b = a;
    a = (t + u) | 0;
  }
  sum.set([a, b, c, d, e, f, g, h]);
  for (let i = 0; i < 8; i++) sum[i] += START[i];
  return sum;
}

/** One word: the smallest number in the range whose hash begins with so many zero bits, or the largest word if there is none. */
export function run({ bits }, round, state, lo, hi) {
  let best = NONE;
  for (let nonce = lo; nonce < hi; nonce++) {
    if (sha256Short(TEXT + nonce)[0] >>> (32 - bits) === 0 && best === NONE) best = BigInt(nonce);
  }
  return new Uint8Array(BigInt64Array.of(best).buffer);
}
