# cython: language_level=3, cdivision=True
"""The first primes, by trial division: primes.go in Cython, with every variable typed.

Only what Pyrex had is used, the language that Cython grew out of: cdef, C types and pointers, for-from, nogil.
"""

import struct

cdef extern from "stdlib.h":
    void *calloc(size_t count, size_t size)
    void free(void *memory)


cdef unsigned int primes_below(unsigned int limit, unsigned int *primes, char *composite) nogil:
    """Write the primes below limit to primes and return how many there are, by a sieve over the odd numbers:
    composite[i], 0 at first, becomes 1 if 2i+1 is composite."""
    cdef unsigned int half, count, i
    cdef unsigned long long j
    if limit <= 2:
        return 0
    half = limit >> 1
    primes[0] = 2
    count = 1
    for i from 1 <= i < half:
        if not composite[i]:
            primes[count] = 2 * i + 1
            count = count + 1
            j = 2 * <unsigned long long>i * (i + 1)  # the square of 2i+1
            while j < half:
                composite[j] = 1
                j = j + 2 * i + 1
    return count


cdef unsigned int find_primes(unsigned int *primes, unsigned int count, unsigned int lo, unsigned int hi) nogil:
    """Append the primes from lo up to hi (not included) to primes, whose count elements are all those below lo, and
    return how many there are then."""
    cdef unsigned int n, i
    for n from lo <= n < hi:
        i = 0
        while i < count and n % primes[i] != 0:
            i = i + 1
        if i == count:
            primes[count] = n
            count = count + 1
    return count


cdef unsigned int *room(unsigned int lo, unsigned int hi) except NULL:
    """Memory for the primes below hi, and behind them for the sieve up to lo."""
    cdef unsigned int *primes
    primes = <unsigned int *>calloc((hi >> 1) + 1 + (lo >> 3) + 1, sizeof(unsigned int))
    if primes == NULL:
        raise MemoryError
    return primes


cdef pack(unsigned int *primes, unsigned int before, unsigned int count):
    """How many primes the range holds, their sum, and the last of them."""
    cdef unsigned int i
    cdef long long total, last
    total = 0
    last = 0
    for i from before <= i < count:
        last = primes[i]
        total = total + last
    return struct.pack("<3q", count - before, total, last)


def run(args, round, state, lo, hi):
    """Keeps the global interpreter lock while it divides. Unit u is the candidate u+2."""
    cdef unsigned int first, end, before, count
    cdef unsigned int *primes
    first = lo + 2
    end = hi + 2
    primes = room(first, end)
    before = primes_below(first, primes, <char *>(primes + (end >> 1) + 1))
    count = find_primes(primes, before, first, end)
    partial = pack(primes, before, count)
    free(primes)
    return partial


def run_nogil(args, round, state, lo, hi):
    """Gives the lock back for as long as it touches no Python object, so that other threads can run."""
    cdef unsigned int first, end, before, count
    cdef unsigned int *primes
    first = lo + 2
    end = hi + 2
    primes = room(first, end)
    with nogil:
        before = primes_below(first, primes, <char *>(primes + (end >> 1) + 1))
        count = find_primes(primes, before, first, end)
    partial = pack(primes, before, count)
    free(primes)
    return partial
