// Arguments as text, as links, attributes and the command line write them: name=value, parted by commas. A piece without
// "=" belongs to the list before it, as in kernels.ParseArgs.

/** Text by name; a piece that belongs to nothing is kept under its own text, so that a check can name it. */
export function readArgs(text: string): Readonly<Record<string, string>> {
  const args = new Map<string, string>();
  let last: string | undefined;
  for (const piece of text.split(",").map((s) => s.trim())) {
    const at = piece.indexOf("=");
    if (at >= 0) {
      last = piece.slice(0, at).trim();
      args.set(last, piece.slice(at + 1).trim());
    } else if (last !== undefined) {
      args.set(last, `${args.get(last)},${piece}`);
    } else if (piece !== "") {
      args.set(piece, "");
    }
  }
  return Object.fromEntries(args);
}
