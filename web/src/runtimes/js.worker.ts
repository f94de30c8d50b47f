// A host of the browser's own language: a module worker that imports the twins in JavaScript.

import twins from "velocidade:twins";
import type { Part } from "../../../wasm/runtimes/frames.js";
import { host, twinOf } from "./hosting.js";

interface Twin {
  run(args: Part["values"], round: number, state: Uint8Array, lo: number, hi: number): Uint8Array;
}

const known = new Map<string, Promise<Twin>>();

host(async () => ({
  version: "JavaScript in the browser",
  async run({ program, values, round, state, lo, hi }) {
    let twin = known.get(program);
    if (twin === undefined) {
      twin = import(twinOf(twins.js, program, "JavaScript")) as Promise<Twin>;
      known.set(program, twin);
    }
    return (await twin).run(values, round, state, lo, hi);
  },
}));
