"""Build and walk binary trees: binarytrees.go in Python."""

import struct

LEAST = 4
BUNDLES = 16  # into which the trees of one depth go


class Tree(object):
    def __init__(self, left, right):
        self.left = left
        self.right = right


def new_tree(depth):
    """A perfect tree of 2**(depth+1) - 1 nodes."""
    if depth == 0:
        return Tree(None, None)
    return Tree(new_tree(depth - 1), new_tree(depth - 1))


def nodes(tree):
    """Count the nodes by visiting them all."""
    if tree.left is None:
        return 1
    return 1 + nodes(tree.left) + nodes(tree.right)


def count(deepest, lo, hi):
    """A word for each line of the result, the nodes counted for it. Unit 0 is the stretch tree, unit 1 the long-lived one,
    and then each depth has its bundles."""
    levels = (deepest - LEAST) // 2 + 1
    check = [0] * (levels + 2)
    for unit in range(lo, hi):
        if unit == 0:
            check[0] += nodes(new_tree(deepest + 1))
        elif unit == 1:
            check[levels + 1] += nodes(new_tree(deepest))
        else:
            level = (unit - 2) // BUNDLES
            depth = LEAST + 2 * level
            for _ in range(1 << (deepest - depth)):
                check[level + 1] += nodes(new_tree(depth))
    return check


def run(args, round, state, lo, hi):
    return b"".join([struct.pack("<q", word) for word in count(args["depth"], lo, hi)])


if __name__ == "__main__":
    print(count(6, 0, 34))
