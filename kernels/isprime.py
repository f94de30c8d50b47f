"""Six large numbers, prime or not: isprime.go in Python."""

import math
import struct

BLOCK = 1 << 16  # odd divisors in a unit
PROBE = 1 << 10  # odd divisors tried before a number gets more than one unit


def isqrt(n):
    """The whole part of the square root, for n below 2**53. As a float, the root of m*m-1 may be m."""
    root = int(math.sqrt(n))
    return root - 1 if root * root > n else root


def has_factor(n, lo, hi):
    """Whether an odd number from lo up to hi (not included) and up to the root of n divides n."""
    for d in range(lo, min(hi, isqrt(n) + 1), 2):
        if n % d == 0:
            return True
    return False


def units_of(n):
    """The number of blocks for n."""
    if n < 4 or n % 2 == 0 or has_factor(n, 3, 3 + 2 * PROBE):
        return 1
    return (isqrt(n) // 2 + BLOCK) // BLOCK


def search(n, lo, hi):
    """1 if the blocks of n from lo up to hi (not included) hold a divisor of it or show that it is not prime, else 0."""
    found = 0
    if n < 2 or (lo == 0 and n > 2 and n % 2 == 0):
        found = 1
    for block in range(lo, hi):
        # A hit ends its block and no more, so that the work is the same however the blocks are dealt out.
        if has_factor(n, 3 + 2 * BLOCK * block, 3 + 2 * BLOCK * (block + 1)):
            found = 1
    return found


def search_all(numbers, lo, hi):
    """A word for each number: 1 where a divisor was found in this range."""
    found = []
    first = 0  # unit at which the number's blocks begin
    for n in numbers:
        units = units_of(n)
        begin, end = max(lo - first, 0), min(hi - first, units)
        found.append(search(n, begin, end) if begin < end else 0)
        first += units
    return found


def run(args, round, state, lo, hi):
    found = search_all(args["numbers"], lo, hi)
    return b"".join([struct.pack("<q", word) for word in found])


if __name__ == "__main__":
    print(search_all([1000000000039, 1000036000099], 0, 16))
