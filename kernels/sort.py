"""Sort random numbers: sort.go in Python."""

import struct

MASK = 0xFFFFFFFF  # words have 32 bits, and Python's numbers any
ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24]


def threefry(counter):
    """The two random words that belong to a counter under the key 0: Threefry-2x32 with 20 rounds."""
    keys = [0, 0, 0x1BD11BDA]
    a = 0
    b = counter
    for i in range(20):
        turn = ROTATIONS[i % 8]
        a = (a + b) & MASK
        b = ((b << turn | b >> (32 - turn)) & MASK) ^ a
        if i % 4 == 3:
            step = i // 4 + 1
            a = (a + keys[step % 3]) & MASK
            b = (b + keys[(step + 1) % 3] + step) & MASK
    return a, b


def sorted_words(lo, hi):
    """The numbers from index lo up to hi (not included) in ascending order, each as its high and its low half."""
    words = [threefry(i) for i in range(lo, hi)]
    words.sort()
    return words


def run(args, round, state, lo, hi):
    return b"".join([struct.pack("<2L", low, high) for high, low in sorted_words(lo, hi)])


if __name__ == "__main__":
    print(sorted_words(0, 1))
