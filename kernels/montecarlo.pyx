# cython: language_level=3, cdivision=True
"""Pi by throwing darts: montecarlo.go in Cython, with every variable typed.

Only what Pyrex had is used, the language that Cython grew out of: cdef, C types and constants, for-from, nogil.
"""

import struct

cdef enum:
    SEED = 1
    PARITY = 0x1BD11BDA


cdef void mix(unsigned int *a, unsigned int *b, int turn) nogil:
    a[0] = a[0] + b[0]
    b[0] = (b[0] << turn | b[0] >> (32 - turn)) ^ a[0]


cdef int inside(unsigned int counter) nogil:
    """Whether the point of that number is inside: its coordinates are two random words, by Threefry-2x32 with 20 rounds."""
    cdef unsigned int keys[3]
    cdef unsigned int a, b
    cdef unsigned long long x, y
    cdef int step
    keys[0] = 0
    keys[1] = SEED
    keys[2] = PARITY ^ SEED
    a = 0
    b = counter + SEED
    for step from 1 <= step <= 5:
        if step % 2 == 1:
            mix(&a, &b, 13)
            mix(&a, &b, 15)
            mix(&a, &b, 26)
            mix(&a, &b, 6)
        else:
            mix(&a, &b, 17)
            mix(&a, &b, 29)
            mix(&a, &b, 16)
            mix(&a, &b, 24)
        a = a + keys[step % 3]
        b = b + keys[(step + 1) % 3] + step
    x = a >> 6
    y = b >> 6
    return x * x + y * y < (<unsigned long long>1 << 52)


cdef long long count_hits(long long lo, long long hi) nogil:
    """How many of the points from lo up to hi (not included) are inside the quarter circle."""
    cdef long long i, hits
    hits = 0
    for i from lo <= i < hi:
        hits = hits + inside(<unsigned int>i)
    return hits


def run(args, round, state, long long lo, long long hi):
    """Keeps the global interpreter lock while it counts."""
    return struct.pack("<q", count_hits(lo, hi))


def run_nogil(args, round, state, long long lo, long long hi):
    """Gives the lock back for as long as it touches no Python object, so that other threads can run."""
    cdef long long hits
    with nogil:
        hits = count_hits(lo, hi)
    return struct.pack("<q", hits)
