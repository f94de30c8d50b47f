// What comes as a stream, read up to a limit: neither a link nor another server says truly how much there will be.

export class TooLong extends Error {}

/** All bytes of a stream. Throws TooLong as soon as there are more than the limit: some links inflate to gigabytes. */
export async function collect(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      void reader.cancel();
      throw new TooLong(`there are more than ${limit} bytes`);
    }
    pieces.push(value);
  }
  const data = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    data.set(piece, at);
    at += piece.length;
  }
  return data;
}
