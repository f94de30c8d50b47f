// Build and walk binary trees: binarytrees.go in JavaScript.

const LEAST = 4;
const BUNDLES = 16; // into which the trees of one depth go

class Tree {
  constructor(left, right) {
    this.left = left;
    this.right = right;
  }

  /** Counts the nodes by visiting them all. */
  nodes() {
    return this.left === null ? 1 : 1 + this.left.nodes() + this.right.nodes();
  }
}

/** Builds a perfect tree of 2^(depth+1) − 1 nodes. */
function newTree(depth) {
  return depth === 0 ? new Tree(null, null) : new Tree(newTree(depth - 1), newTree(depth - 1));
}

/**
 * A word for each line of the result, the nodes counted for it. Unit 0 is the stretch tree, unit 1 the long-lived one, and then
 * each depth has its bundles.
 */
export function run({ depth: deepest }, round, state, lo, hi) {
  const levels = Math.floor((deepest - LEAST) / 2) + 1;
  const check = new Array(levels + 2).fill(0);
  for (let unit = lo; unit < hi; unit++) {
    if (unit === 0) {
      check[0] += newTree(deepest + 1).nodes();
    } else if (unit === 1) {
      check[levels + 1] += newTree(deepest).nodes();
    } else {
      const level = Math.floor((unit - 2) / BUNDLES);
      const depth = LEAST + 2 * level;
      for (let i = 0; i < 2 ** (deepest - depth); i++) check[level + 1] += newTree(depth).nodes();
    }
  }
  return new Uint8Array(BigInt64Array.from(check, BigInt).buffer);
}
