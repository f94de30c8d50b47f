// The limit on a module's memory: the memory that it defines gets a maximum, so that growing beyond it fails and Go says that
// it is out of memory.

export const PAGE_BYTES = 65_536;
const MEMORY_SECTION = 5;
const HEADER_BYTES = 8;

/** A copy of the module whose one memory grows to so many pages at most. Throws where the module has no such memory. */
export function limitMemory(module: Uint8Array, maxPages: number): Uint8Array {
  let at = HEADER_BYTES;
  while (at < module.length) {
    const id = module[at];
    const [size, body] = readUnsigned(module, at + 1);
    if (id === MEMORY_SECTION) {
      const limited = memorySection(module.subarray(body, body + size), maxPages);
      const out = new Uint8Array(module.length - (body + size - at) + limited.length);
      out.set(module.subarray(0, at));
      out.set(limited, at);
      out.set(module.subarray(body + size), at + limited.length);
      return out;
    }
    at = body + size;
  }
  throw new Error("the module defines no memory");
}

function memorySection(section: Uint8Array, maxPages: number): Uint8Array {
  const [count, flagsAt] = readUnsigned(section, 0);
  const flags = section[flagsAt];
  if (count !== 1 || (flags !== 0 && flags !== 1)) throw new Error("the module's memory is not as Go makes it");
  const [least] = readUnsigned(section, flagsAt + 1);
  const body = [1, 1, ...unsigned(least), ...unsigned(Math.max(least, maxPages))];
  return Uint8Array.from([MEMORY_SECTION, ...unsigned(body.length), ...body]);
}

/** An unsigned LEB128 number, and where it ends. */
function readUnsigned(data: Uint8Array, from: number): [value: number, end: number] {
  let value = 0;
  for (let at = from, scale = 1; at < data.length && at < from + 5; at++, scale *= 128) {
    const byte = data[at] ?? 0;
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at + 1];
  }
  throw new Error("the module ends in the midst of a number");
}

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return [...bytes, left];
}
