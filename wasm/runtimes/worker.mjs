// A worker in Node: node worker.mjs FOLDER, where FOLDER holds the twins, NAME.js. Around each message stands a frame of
// wasm/port: a length (u32) and as many bytes, on standard input and output.

import { writeSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { now, Worker } from "./frames.js";

const booted = now();
const [folder = "."] = process.argv.slice(2);
const twins = new Map();

/** Written here and now: what waits in a stream would wait for the next task's end. */
function send(data) {
  const frame = Buffer.alloc(4 + data.length);
  frame.writeUInt32LE(data.length);
  frame.set(data, 4);
  for (let at = 0; at < frame.length; ) {
    try {
      at += writeSync(1, frame, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error; // a full pipe: whoever reads it is slow
    }
  }
}

const worker = new Worker({
  booted,
  send,
  async run({ program, values, round, state, lo, hi }) {
    if (!twins.has(program)) twins.set(program, await import(pathToFileURL(join(folder, `${program}.js`)).href));
    return twins.get(program).run(values, round, state, lo, hi);
  },
});

let pending = Buffer.alloc(0);
process.stdin.on("data", (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  while (pending.length >= 4) {
    const end = 4 + pending.readUInt32LE();
    if (pending.length < end) break;
    worker.receive(new Uint8Array(pending.subarray(4, end)));
    pending = pending.subarray(end);
  }
});
process.stdin.on("end", () => process.exit(0));
worker.hello(`Node ${process.versions.node} (V8 ${process.versions.v8})`);
