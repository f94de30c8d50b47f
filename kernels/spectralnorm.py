"""Spectral norm of an infinite matrix: spectralnorm.go in Python."""

import struct

LAST_ROUND = 39


def divisor(i, j):
    """The inverse of the matrix entry in row i and column j, a whole number."""
    return (i + j) * (i + j + 1) // 2 + i + 1


def product(vector, transposed, lo, hi):
    """Elements lo up to hi (not included) of the product of the matrix, or its transpose, and a vector."""
    elements = []
    for i in range(lo, hi):
        total = 0.0  # not by sum(), which rounds otherwise since Python 3.12
        if transposed:
            for j, x in enumerate(vector):
                total += x / divisor(j, i)
        else:
            for j, x in enumerate(vector):
                total += x / divisor(i, j)
        elements.append(total)
    return elements


def refuse(size, n):
    error = ValueError("a state of %d bytes cannot be a vector of %d numbers" % (size, n))
    error.code = "bad-partial"
    raise error


def run(args, round, state, lo, hi):
    """The range's elements of the next product: A*x in even rounds, the transpose of A times that in odd ones. The state is the vector to
    multiply, and before the last round there is x before A*x."""
    n = args["n"]
    vector = [1.0] * n
    if round > 0:
        if round == LAST_ROUND:
            state = state[8 * n:]
        if len(state) != 8 * n:
            refuse(len(state), n)
        vector = [struct.unpack("<d", state[k:k + 8])[0] for k in range(0, 8 * n, 8)]
    elements = product(vector, round % 2 == 1, lo, hi)
    return b"".join([struct.pack("<d", x) for x in elements])


if __name__ == "__main__":
    print(product([1.0, 1.0], False, 0, 2))
