// Archives of compiled packages in one file: the other half of Pack in wasm/toolchain/archives.go.

/** Package path and archive. Throws where the bytes are no pack. */
export function unpack(data: Uint8Array): [path: string, archive: Uint8Array][] {
  if (data.length < 4) throw new Error("a pack of archives begins with the length of its header");
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  if (length > data.length - 4) throw new Error("a pack of archives ends before its header does");
  const header: unknown = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + length)));
  if (!Array.isArray(header)) throw new Error("a pack's header is a list");
  let at = 4 + length;
  const archives = header.map((entry: unknown): [string, Uint8Array] => {
    if (!isEntry(entry)) throw new Error("an entry of a pack's header is a path and a size");
    const [path, size] = entry;
    const archive = data.subarray(at, at + size);
    at += size;
    return [path, archive];
  });
  if (at !== data.length) throw new Error("a pack holds as many bytes as its header says");
  return archives;
}

function isEntry(entry: unknown): entry is [string, number] {
  return (
    Array.isArray(entry) &&
    entry.length === 2 &&
    typeof entry[0] === "string" &&
    Number.isSafeInteger(entry[1]) &&
    (entry[1] as number) >= 0
  );
}
