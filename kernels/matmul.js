// Matrix times matrix: matmul.go in JavaScript.

const TILE = 48; // length of a tile's side
const DEPTH = 128; // how much of the rows and columns is laid out at a time

/** The inner product of the row and the column that begin at offset i of rows and j of columns. */
function dot(rows, i, columns, j, depth) {
  let sum = 0;
  for (let k = 0; k < depth; k++) sum += rows[i + k] * columns[j + k];
  return sum;
}

/** The tile of the product that begins at row top and column left, row by row; beyond the matrix it is 0. */
function multiplyTile(n, top, left) {
  const tile = new Float64Array(TILE * TILE);
  const rows = new Float64Array(TILE * DEPTH);
  const columns = new Float64Array(TILE * DEPTH);
  const scale = 1 / n / n;
  const entry = (i, j) => scale * ((i - j) * (i + j)); // of either matrix
  const height = Math.min(TILE, n - top);
  const width = Math.min(TILE, n - left);
  for (let first = 0; first < n; first += DEPTH) {
    const depth = Math.min(DEPTH, n - first);
    for (let i = 0; i < height; i++) {
      for (let k = 0; k < depth; k++) rows[i * DEPTH + k] = entry(top + i, first + k);
    }
    for (let j = 0; j < width; j++) {
      for (let k = 0; k < depth; k++) columns[j * DEPTH + k] = entry(first + k, left + j);
    }
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) tile[i * TILE + j] += dot(rows, i * DEPTH, columns, j * DEPTH, depth);
    }
  }
  return tile;
}

/**
 * Two numbers for each tile: the sum of its elements, and the middle element of the product where the tile holds it, else 0.
 */
export function run({ n }, round, state, lo, hi) {
  const side = Math.ceil(n / TILE);
  const results = new Float64Array(2 * (hi - lo));
  for (let unit = lo; unit < hi; unit++) {
    const top = Math.floor(unit / side) * TILE;
    const left = (unit % side) * TILE;
    const tile = multiplyTile(n, top, left);
    const i = Math.floor(n / 2) - top;
    const j = Math.floor(n / 2) - left;
    results[2 * (unit - lo)] = tile.reduce((sum, x) => sum + x, 0);
    if (i >= 0 && i < TILE && j >= 0 && j < TILE) results[2 * (unit - lo) + 1] = tile[i * TILE + j];
  }
  return new Uint8Array(results.buffer);
}
