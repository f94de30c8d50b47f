"""Count down to zero: countdown.go in Python."""

import struct


def countdown(n, stop):
    """How many of the numbers n, n-1, ..., stop+1 are odd."""
    odd = 0
    while n > stop:
        odd += n & 1
        n -= 1
    return odd


def run(args, round, state, lo, hi):
    return struct.pack("<q", countdown(hi, lo))


if __name__ == "__main__":
    print(countdown(10, 0))
