# cython: language_level=3, cdivision=True
"""The Mandelbrot set: mandelbrot.go in Cython, with every variable typed.

Only what Pyrex had is used, the language that Cython grew out of: cdef, C types and pointers, for-from, nogil.
"""

cdef extern from "stdlib.h":
    void *calloc(size_t count, size_t size)
    void free(void *memory)

cdef extern from "Python.h":
    object PyBytes_FromStringAndSize(char *text, Py_ssize_t size)


cdef int bounded(double cr, double ci, int iterations) nogil:
    """Whether the orbit of c = cr + i*ci stays within distance 2 of the origin for so many iterations."""
    cdef double zr, zi, zr2, zi2
    cdef int i
    zr = 0
    zi = 0
    zr2 = 0
    zi2 = 0
    for i from 0 <= i < iterations:
        zi = 2 * zr * zi + ci
        zr = zr2 - zi2 + cr
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4:
            return 0
    return 1


cdef void draw(unsigned char *bitmap, int width, int height, int iterations, int lo, int hi) nogil:
    """The rows' bitmap: one bit a pixel, the leftmost in the highest bit, rows padded to whole bytes."""
    cdef int x, y, at
    cdef double ci
    for y from lo <= y < hi:
        ci = 2.0 * y / height - 1
        for x from 0 <= x < width:
            if bounded(2.0 * x / width - 1.5, ci, iterations):
                at = (y - lo) * ((width + 7) >> 3) + (x >> 3)
                bitmap[at] = bitmap[at] | (0x80 >> x % 8)


cdef unsigned char *room(size_t size) except NULL:
    cdef unsigned char *bitmap
    bitmap = <unsigned char *>calloc(size + 1, 1)
    if bitmap == NULL:
        raise MemoryError
    return bitmap


def run(args, round, state, int lo, int hi):
    """Keeps the global interpreter lock while it draws."""
    cdef int width, height, iterations, size
    cdef unsigned char *bitmap
    width = args["width"]
    height = args["height"]
    iterations = args["iterations"]
    size = ((width + 7) >> 3) * (hi - lo)
    bitmap = room(size)
    draw(bitmap, width, height, iterations, lo, hi)
    picture = PyBytes_FromStringAndSize(<char *>bitmap, size)
    free(bitmap)
    return picture


def run_nogil(args, round, state, int lo, int hi):
    """Gives the lock back for as long as it touches no Python object, so that other threads can run."""
    cdef int width, height, iterations, size
    cdef unsigned char *bitmap
    width = args["width"]
    height = args["height"]
    iterations = args["iterations"]
    size = ((width + 7) >> 3) * (hi - lo)
    bitmap = room(size)
    with nogil:
        draw(bitmap, width, height, iterations, lo, hi)
    picture = PyBytes_FromStringAndSize(<char *>bitmap, size)
    free(bitmap)
    return picture
