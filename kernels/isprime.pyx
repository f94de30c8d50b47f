# cython: language_level=3, cdivision=True
"""Six large numbers, prime or not: isprime.go in Cython, with every variable typed.

Only what Pyrex had is used, the language that Cython grew out of: cdef, C types and constants, nogil.
"""

import struct

cdef extern from "math.h":
    double sqrt(double x) nogil

cdef enum:
    BLOCK = 65536  # odd divisors in a unit
    PROBE = 1024  # odd divisors tried before a number gets more than one unit


cdef long long isqrt(long long n) nogil:
    """The whole part of the square root, for n below 2**53. As a double, the root of m*m-1 may be m."""
    cdef long long root
    root = <long long>sqrt(<double>n)
    if root * root > n:
        root = root - 1
    return root


cdef int has_factor(long long n, long long lo, long long hi) nogil:
    """Whether an odd number from lo up to hi (not included) and up to the root of n divides n."""
    cdef long long d, root
    root = isqrt(n)
    if hi > root + 1:
        hi = root + 1
    d = lo
    while d < hi:
        if n % d == 0:
            return 1
        d = d + 2
    return 0


cdef long long units_of(long long n) nogil:
    """The number of blocks for n."""
    if n < 4 or n % 2 == 0 or has_factor(n, 3, 3 + 2 * PROBE):
        return 1
    return (isqrt(n) / 2 + BLOCK) / BLOCK


cdef int search(long long n, long long lo, long long hi) nogil:
    """1 if the blocks of n from lo up to hi (not included) hold a divisor of it or show that it is not prime, else 0."""
    cdef long long block
    cdef int found
    if lo >= hi:
        return 0
    found = n < 2 or (lo == 0 and n > 2 and n % 2 == 0)
    block = lo
    while block < hi:
        # A hit ends its block and no more, so that the work is the same however the blocks are dealt out.
        if has_factor(n, 3 + 2 * BLOCK * block, 3 + 2 * BLOCK * (block + 1)):
            found = 1
        block = block + 1
    return found


cdef long long larger(long long a, long long b) nogil:
    if a > b:
        return a
    return b


cdef long long smaller(long long a, long long b) nogil:
    if a < b:
        return a
    return b


def run(args, round, state, long long lo, long long hi):
    """A word for each number: 1 where a divisor was found in this range. Keeps the global interpreter lock throughout."""
    cdef long long n, units, first
    found = []
    first = 0  # unit at which the number's blocks begin
    for number in args["numbers"]:
        n = number
        units = units_of(n)
        found.append(search(n, larger(lo - first, 0), smaller(hi - first, units)))
        first = first + units
    return struct.pack("<%dq" % len(found), *found)


def run_nogil(args, round, state, long long lo, long long hi):
    """The same, but gives the lock back for as long as it touches no Python object, so that other threads can run."""
    cdef long long n, units, first
    cdef int hit
    found = []
    first = 0
    for number in args["numbers"]:
        n = number
        with nogil:
            units = units_of(n)
            hit = search(n, larger(lo - first, 0), smaller(hi - first, units))
        found.append(hit)
        first = first + units
    return struct.pack("<%dq" % len(found), *found)
