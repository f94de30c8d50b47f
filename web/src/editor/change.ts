// The smallest change of one text into another: what lies before and after it stays, and with it cursors and marks.

export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Null where the texts are the same. */
export function changeBetween(before: string, after: string): Change | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
