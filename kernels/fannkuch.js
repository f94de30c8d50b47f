// Pancake flips over all permutations: fannkuch.go in JavaScript.

function factorial(n) {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

/** Moves the first element behind the i that follow it. */
function turn(order, i) {
  const first = order[0];
  order.copyWithin(0, 1, i + 1);
  order[i] = first;
}

/** The permutation of 0…n−1 of that index. It sets count[i] to how often the first i+1 elements have been turned. */
function permutation(n, index, count) {
  const order = Uint8Array.from({ length: n }, (_, i) => i);
  let rest = index;
  for (let i = n - 1; i > 0; i--) {
    count[i] = Math.floor(rest / factorial(i));
    rest %= factorial(i);
    for (let turns = 0; turns < count[i]; turns++) turn(order, i);
  }
  return order;
}

/** Moves on to the permutation of the next index; after the last one, to the first. */
function advance(order, count) {
  for (let i = 1; i < order.length; i++) {
    turn(order, i);
    count[i]++;
    if (count[i] <= i) return;
    count[i] = 0;
  }
}

/** Counts the reversals that bring element 0 to the front, in a copy. */
function flips(original, order) {
  order.set(original);
  let count = 0;
  for (let top = order[0]; top !== 0; count++) {
    for (let i = 0, j = top; i < j; i++, j--) {
      const element = order[i];
      order[i] = order[j];
      order[j] = element;
    }
    top = order[0];
  }
  return count;
}

/** Two words: the checksum and the most flips. */
export function run({ n }, round, state, lo, hi) {
  let checksum = 0;
  let most = 0;
  const count = new Array(n).fill(0);
  const order = permutation(n, lo, count);
  const copy = order.slice();
  for (let index = lo; index < hi; index++) {
    const f = flips(order, copy);
    most = Math.max(most, f);
    checksum += index % 2 === 0 ? f : -f;
    advance(order, count);
  }
  return new Uint8Array(BigInt64Array.of(BigInt(checksum), BigInt(most)).buffer);
}
