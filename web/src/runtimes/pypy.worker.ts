// A host of PyPy: a classic worker that runs the twins in Python by PyPy.js 0.4.1, which is PyPy 2.6 of 2015 as asm.js. What its
// compiler makes while a program runs are functions made from text, so this script's response alone allows that: see
// tools/server.

import twins from "velocidade:twins";
import { host, type Language, printed, textOf, twinOf } from "./hosting.js";

declare function importScripts(...urls: string[]): void;

interface VM {
  ready(): Promise<void>;
  exec(code: string): Promise<void>;
  get(name: string): Promise<unknown>;
  /** One line of Python, in the scope of its own machinery. What exec adds to it takes longer than a short part does. */
  _execute_source(line: string): Promise<unknown>;
  findImportedNames(code: string): Promise<string[]>;
  loadModuleData(...names: string[]): Promise<unknown>;
}

declare const pypyjs: {
  new (options: { rootURL: string; totalMemory: number; stdout(text: string): void; stderr(text: string): void }): VM;
  rootURL: string;
};

declare global {
  interface WorkerGlobalScope {
    /** Where Python leaves a result, as base64. */
    velocidadePartial: string;
  }
}

/** Must be a multiple of 16 MB, and cannot grow. */
const MEMORY = 256 << 20;

/** Python's side. Bytes pass as base64: strings are all that passes whole. */
const GLUE = `
import base64, js, sys, types
_twins = {}

def _define(name, source):
    twin = types.ModuleType(name)
    exec base64.b64decode(source) in twin.__dict__
    _twins[name] = twin

def _part(name, values, round, state, lo, hi):
    partial = _twins[name].run(values, round, base64.b64decode(state), lo, hi)
    js.globals["velocidadePartial"] = base64.b64encode(partial)
`;

async function load(): Promise<Language> {
  const folder = new URL(twins.pypyjs, self.location.href).href;
  importScripts(`${folder}FunctionPromise.js`, `${folder}pypyjs.js`);
  pypyjs.rootURL = folder;
  const vm = new pypyjs({ rootURL: folder, totalMemory: MEMORY, stdout: print, stderr: print });
  await vm.ready();
  await vm.exec(GLUE);
  await vm.exec("_version = '%d.%d.%d (Python %s)' % (sys.pypy_version_info[:3] + (sys.version.split()[0],))");
  const known = new Set<string>();
  return {
    version: `PyPy ${String(await vm.get("_version"))}, by PyPy.js of 2015`,
    async run({ program, json, round, state, lo, hi }) {
      if (!known.has(program)) {
        const source = await textOf(twinOf(twins.py, program, "Python"));
        await vm.loadModuleData(...(await vm.findImportedNames(source)));
        await saying(vm.exec(`_define("${program}", "${base64(new TextEncoder().encode(source))}")`));
        known.add(program);
      }
      // An object of numbers and lists of them is written in Python as it is in JSON.
      const call = `top_level_scope._part("${program}", ${json}, ${round}, "${base64(state)}", ${lo}, ${hi})`;
      await saying(vm._execute_source(call));
      return bytes(self.velocidadePartial);
    },
  };
}

/** A failure that has Python's last line for a message. */
async function saying<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    const { name, message } = error as { readonly name?: string; readonly message?: string };
    throw new Error(`${name ?? "Error"}: ${message ?? String(error)}`);
  }
}

function base64(data: Uint8Array): string {
  let text = "";
  for (const byte of data) text += String.fromCharCode(byte);
  return btoa(text);
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

let line = "";

/** It prints by the character. */
function print(text: string): void {
  line += text;
  const end = line.lastIndexOf("\n");
  if (end < 0) return;
  printed(line.slice(0, end));
  line = line.slice(end + 1);
}

host(load);
