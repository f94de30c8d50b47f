// The Mandelbrot set: mandelbrot.go in JavaScript.

/** Whether the orbit of c = cr + i·ci stays within distance 2 of the origin for so many iterations. */
function bounded(cr, ci, iterations) {
  let zr = 0;
  let zi = 0;
  let zr2 = 0;
  let zi2 = 0;
  for (let i = 0; i < iterations; i++) {
    zi = 2 * zr * zi + ci;
    zr = zr2 - zi2 + cr;
    zr2 = zr * zr;
    zi2 = zi * zi;
    if (zr2 + zi2 > 4) return false;
  }
  return true;
}

/** The rows' bitmap: one bit a pixel, the leftmost in the highest bit, rows padded to whole bytes. */
export function run({ width, height, iterations }, round, state, lo, hi) {
  const stride = (width + 7) >> 3;
  const bitmap = new Uint8Array(stride * (hi - lo));
  for (let y = lo; y < hi; y++) {
    const ci = (2 * y) / height - 1;
    for (let x = 0; x < width; x++) {
      if (bounded((2 * x) / width - 1.5, ci, iterations)) bitmap[(y - lo) * stride + (x >> 3)] |= 0x80 >> (x & 7);
    }
  }
  return bitmap;
}
