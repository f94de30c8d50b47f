"""The Mandelbrot set: mandelbrot.go in Python."""


def bounded(cr, ci, iterations):
    """Whether the orbit of c = cr + i*ci stays within distance 2 of the origin for so many iterations."""
    zr = zi = zr2 = zi2 = 0.0
    for _ in range(iterations):
        zi = 2 * zr * zi + ci
        zr = zr2 - zi2 + cr
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4:
            return False
    return True


def rows(width, height, iterations, lo, hi):
    """The rows' bitmap, as a number for each byte: one bit a pixel, the leftmost in the highest bit, rows padded to whole bytes."""
    stride = (width + 7) // 8
    bitmap = [0] * (stride * (hi - lo))
    for y in range(lo, hi):
        ci = 2.0 * y / height - 1
        for x in range(width):
            if bounded(2.0 * x / width - 1.5, ci, iterations):
                bitmap[(y - lo) * stride + x // 8] |= 0x80 >> x % 8
    return bitmap


def run(args, round, state, lo, hi):
    return bytes(bytearray(rows(args["width"], args["height"], args["iterations"], lo, hi)))


if __name__ == "__main__":
    print(rows(8, 8, 50, 0, 8))
