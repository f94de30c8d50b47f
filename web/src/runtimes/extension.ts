// The engine as a library: one Go instance in this worker whose programs are called as functions, for other languages in the
// same worker. Its Go side is wasm/lanes/extension_js.go.

import { standardError } from "../engine/stdio.js";
import "go:wasm_exec";

interface Exports {
  readonly mem: WebAssembly.Memory;
  velocidade_inbox(size: number): number;
  velocidade_call(): number;
  velocidade_called(): number;
  velocidade_odd(n: bigint): number;
}

export interface Extension {
  readonly version: string;
  /** One range of one round of a program; throws what Go says is wrong. */
  run(program: string, args: string, round: number, state: Uint8Array, lo: number, hi: number): Uint8Array;
  /** Whether a number is odd, as 1 or 0: as little as a call can do. */
  odd(n: number): number;
}

export async function loadExtension(source: WebAssembly.Module | string): Promise<Extension> {
  const module = typeof source === "string" ? await WebAssembly.compileStreaming(fetch(source)) : source;
  const go = new Go();
  // As a worker it waits for messages, of which none will come: a library has no main to speak of.
  go.argv = ["engine"];
  go.env = { VELOCIDADE_WORKER: "1" };
  let ended = "";
  go.exit = (code) => {
    ended = standardError() || `it ended with code ${code}`;
  };
  const now = () => performance.timeOrigin + performance.now();
  const given: Readonly<Record<string, () => number>> = { now, booted: now };
  const imports = new Proxy(given, { get: (_, name) => given[String(name)] ?? (() => 0) });
  const instance = await WebAssembly.instantiate(module, { ...go.importObject, velocidade: imports as typeof given });
  const exports = instance.exports as unknown as Exports;
  void go.run(instance);

  return {
    version: "Go in WebAssembly",
    run(program, args, round, state, lo, hi) {
      const header = new TextEncoder().encode(JSON.stringify({ program, args, round, lo, hi }));
      const at = exports.velocidade_inbox(4 + header.length + state.length);
      const memory = new DataView(exports.mem.buffer);
      memory.setUint32(at, header.length, true);
      new Uint8Array(exports.mem.buffer).set(header, at + 4);
      new Uint8Array(exports.mem.buffer).set(state, at + 4 + header.length);
      const size = exports.velocidade_call();
      if (ended !== "") throw new Error(`the extension ended: ${ended}`);
      const answer = new Uint8Array(exports.mem.buffer, exports.velocidade_called(), size).slice();
      // The first byte tells whether the rest is a result.
      if (answer[0] === 0) return answer.subarray(1);
      const fault = JSON.parse(new TextDecoder().decode(answer.subarray(1))) as { readonly message: string };
      throw new Error(fault.message);
    },
    odd: (n) => exports.velocidade_odd(BigInt(n)),
  };
}
