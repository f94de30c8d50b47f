"""Amdahl's law, with a serial part you choose: amdahl.go in Python."""

import math
import struct

STEPS = 10000  # in a unit
FACTOR = 16807
MODULUS = 2147483647


def serial_units(share, units):
    """How many units are serial, to the nearest, half a unit to one."""
    exact = share * units
    whole = int(math.floor(exact))
    if exact - whole >= 0.5:
        whole += 1
    return whole


def unit(number):
    """Take the steps of one unit: Park and Miller's generator, seeded with number+1."""
    x = number + 1
    for _ in range(STEPS):
        x = x * FACTOR % MODULUS
    return x


def total(lo, hi):
    """The sum of the units' results, from lo up to hi (not included)."""
    checksum = 0
    for number in range(lo, hi):
        checksum += unit(number)
    return checksum


def run(args, round, state, lo, hi):
    """The sum of the units' results. Round 0 has the serial units, unless there are none, and round 1 the others."""
    first = serial_units(args["serial"], args["units"]) if round > 0 else 0
    return struct.pack("<q", total(first + lo, first + hi))


if __name__ == "__main__":
    print(total(0, 1))
