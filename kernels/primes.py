"""The first primes, by trial division: primes.go in Python."""

import struct


def primes_below(limit):
    """The primes below limit, by a sieve over the odd numbers: composite[i] is 1 if 2i+1 is composite."""
    if limit <= 2:
        return []
    composite = [0] * (limit // 2)
    i = 1
    while 2 * i * (i + 1) < limit // 2:
        if not composite[i]:
            for j in range(2 * i * (i + 1), limit // 2, 2 * i + 1):  # from the square of 2i+1
                composite[j] = 1
        i += 1
    return [2] + [2 * i + 1 for i in range(1, limit // 2) if not composite[i]]


def find_primes(primes, lo, hi):
    """Append the primes from lo up to hi (not included) to primes, which holds all those below lo."""
    for n in range(lo, hi):
        for p in primes:
            if n % p == 0:
                break
        else:
            primes.append(n)


def search(lo, hi):
    """The primes from lo up to hi (not included)."""
    primes = primes_below(lo)
    before = len(primes)
    find_primes(primes, lo, hi)
    return primes[before:]


def run(args, round, state, lo, hi):
    """How many primes the range holds, their sum, and the last of them. Unit u is the candidate u+2."""
    primes = search(lo + 2, hi + 2)
    return struct.pack("<3q", len(primes), sum(primes), primes[-1] if primes else 0)


if __name__ == "__main__":
    print(search(2, 30))
