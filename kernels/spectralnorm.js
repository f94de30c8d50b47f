// Spectral norm of an infinite matrix: spectralnorm.go in JavaScript.

const lastRound = 39;

/** The inverse of the matrix entry in row i and column j, a whole number. */
const divisor = (i, j) => ((i + j) * (i + j + 1)) / 2 + i + 1;

/** The state as numbers. */
function vectorOf(state, n) {
  if (state.length !== 8 * n) {
    throw Object.assign(new Error(`a state of ${state.length} bytes cannot be a vector of ${n} numbers`), {
      code: "bad-partial",
    });
  }
  const view = new DataView(state.buffer, state.byteOffset, state.byteLength);
  return Float64Array.from({ length: n }, (_, i) => view.getFloat64(8 * i, true));
}

/**
 * The range's elements of the next product: A·x in even rounds, Aᵀ·(A·x) in odd ones. The state is the vector to
 * multiply, and before the last round there is x before A·x.
 */
export function run({ n }, round, state, lo, hi) {
  const transposed = round % 2 === 1;
  const vector =
    round === 0 ? new Float64Array(n).fill(1) : vectorOf(round === lastRound ? state.subarray(8 * n) : state, n);
  const product = new Float64Array(hi - lo);
  for (let i = lo; i < hi; i++) {
    let sum = 0;
    if (transposed) {
      for (let j = 0; j < n; j++) sum += vector[j] / divisor(j, i);
    } else {
      for (let j = 0; j < n; j++) sum += vector[j] / divisor(i, j);
    }
    product[i - lo] = sum;
  }
  return new Uint8Array(product.buffer);
}
