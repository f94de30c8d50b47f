"""Pi by throwing darts: montecarlo.go in Python."""

import struct

MASK = 0xFFFFFFFF  # words have 32 bits, and Python's numbers any
SEED = 1
ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24]


def threefry(counter):
    """The two random words that belong to a counter under the key (0, SEED): Threefry-2x32 with 20 rounds."""
    keys = [0, SEED, 0x1BD11BDA ^ SEED]
    a = 0
    b = (counter + SEED) & MASK
    for i in range(20):
        turn = ROTATIONS[i % 8]
        a = (a + b) & MASK
        b = ((b << turn | b >> (32 - turn)) & MASK) ^ a
        if i % 4 == 3:
            step = i // 4 + 1
            a = (a + keys[step % 3]) & MASK
            b = (b + keys[(step + 1) % 3] + step) & MASK
    return a, b


def count_hits(lo, hi):
    """How many of the points from lo up to hi (not included) are inside the quarter circle."""
    hits = 0
    for i in range(lo, hi):
        a, b = threefry(i)
        x = a >> 6
        y = b >> 6
        if x * x + y * y < 1 << 52:
            hits += 1
    return hits


def run(args, round, state, lo, hi):
    return struct.pack("<q", count_hits(lo, hi))


if __name__ == "__main__":
    print(count_hits(0, 1000))
