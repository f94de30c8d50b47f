"""Matrix times matrix: matmul.go in Python."""

import struct

TILE = 48  # length of a tile's side
DEPTH = 128  # how much of the rows and columns is laid out at a time


def dot(row, column):
    """The inner product. (Not by sum(), which rounds otherwise since Python 3.12.)"""
    total = 0.0
    for a, b in zip(row, column):
        total += a * b
    return total


def multiply_tile(n, top, left):
    """The tile of the product that begins at row top and column left. Both matrices have the entry (i-j)(i+j)/n**2."""
    scale = 1.0 / n / n
    bottom = min(top + TILE, n)
    right = min(left + TILE, n)
    tile = [[0.0] * (right - left) for _ in range(top, bottom)]
    for first in range(0, n, DEPTH):
        end = min(first + DEPTH, n)
        rows = [[scale * ((i - k) * (i + k)) for k in range(first, end)] for i in range(top, bottom)]
        columns = [[scale * ((k - j) * (k + j)) for k in range(first, end)] for j in range(left, right)]
        for row, sums in zip(rows, tile):
            for j, column in enumerate(columns):
                sums[j] += dot(row, column)
    return tile


def multiply(n, lo, hi):
    """For each tile from lo up to hi (not included), counted row by row, the sum of its elements, and the middle element of
    the product where the tile holds it, else 0."""
    side = (n + TILE - 1) // TILE
    results = []
    for unit in range(lo, hi):
        top = unit // side * TILE
        left = unit % side * TILE
        tile = multiply_tile(n, top, left)
        total = 0.0
        for row in tile:
            for x in row:
                total += x
        results.append(total)
        i = n // 2 - top
        j = n // 2 - left
        results.append(tile[i][j] if 0 <= i < TILE and 0 <= j < TILE else 0.0)
    return results


def run(args, round, state, lo, hi):
    return b"".join([struct.pack("<d", x) for x in multiply(args["n"], lo, hi)])


if __name__ == "__main__":
    print(multiply(3, 0, 1))
