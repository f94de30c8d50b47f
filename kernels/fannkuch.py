"""Pancake flips over all permutations: fannkuch.go in Python."""

import struct


def factorial(n):
    product = 1
    for i in range(2, n + 1):
        product *= i
    return product


def turn(order, i):
    """Move the first element behind the i that follow it."""
    order.insert(i, order.pop(0))


def permutation(n, index, count):
    """The permutation of 0 to n-1 of that index. It sets count[i] to how often the first i+1 elements have been turned."""
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        count[i] = index // factorial(i)
        index %= factorial(i)
        for _ in range(count[i]):
            turn(order, i)
    return order


def advance(order, count):
    """Move on to the permutation of the next index; after the last one, to the first."""
    for i in range(1, len(order)):
        turn(order, i)
        count[i] += 1
        if count[i] <= i:
            return
        count[i] = 0


def flips(order):
    """Count the reversals that bring element 0 to the front."""
    order = order[:]
    count = 0
    top = order[0]
    while top != 0:
        order[: top + 1] = order[top::-1]
        top = order[0]
        count += 1
    return count


def count_flips(n, lo, hi):
    """The checksum and the most flips, over the permutations from index lo up to hi (not included)."""
    checksum = most = 0
    count = [0] * n
    order = permutation(n, lo, count)
    for index in range(lo, hi):
        f = flips(order)
        most = max(most, f)
        if index % 2 == 0:
            checksum += f
        else:
            checksum -= f
        advance(order, count)
    return [checksum, most]


def run(args, round, state, lo, hi):
    return b"".join([struct.pack("<q", word) for word in count_flips(args["n"], lo, hi)])


if __name__ == "__main__":
    print(count_flips(7, 0, 5040))
