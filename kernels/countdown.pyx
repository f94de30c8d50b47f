# cython: language_level=3
"""Count down to zero: countdown.go in Cython, with every variable typed.

Only what Pyrex had is used, the language that Cython grew out of: cdef, C types, nogil.
"""

import struct


cdef long long countdown(long long n, long long stop) nogil:
    """How many of the numbers n, n-1, ..., stop+1 are odd."""
    cdef long long odd
    odd = 0
    while n > stop:
        odd = odd + (n & 1)
        n = n - 1
    return odd


def run(args, round, state, long long lo, long long hi):
    """Keeps the global interpreter lock while it counts, as a C extension does that takes no care."""
    return struct.pack("<q", countdown(hi, lo))


def run_nogil(args, round, state, long long lo, long long hi):
    """Gives the lock back for as long as it touches no Python object, so that other threads can run."""
    cdef long long odd
    with nogil:
        odd = countdown(hi, lo)
    return struct.pack("<q", odd)
