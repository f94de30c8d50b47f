// CPython in a worker, by Pyodide: loaded from this site, and given the twins as modules.

import twins from "velocidade:twins";
import type { PyodideAPI } from "pyodide";
import type { PyBuffer, PyProxy } from "pyodide/ffi";
import { type Language, printed, textOf, twinOf } from "./hosting.js";

/** Python's side: tasks call it by name. */
const GLUE = `
import importlib, json

def _part(program, values, round, state, lo, hi):
    twin = importlib.import_module(program)
    return twin.run(json.loads(values), round, state.to_bytes(), lo, hi)

def _exec(source):
    scope = {"__name__": "__main__"}
    exec(compile(source, "<task>", "exec"), scope)
    return str(scope.get("result", ""))
`;

type PartFunction = PyProxy &
  ((program: string, values: string, round: number, state: Uint8Array, lo: number, hi: number) => PyBuffer);
type ExecFunction = PyProxy & ((source: string) => string);

export interface CPython extends Language {
  readonly python: PyodideAPI;
  run(part: Parameters<Language["run"]>[0]): Promise<Uint8Array>;
}

export async function loadCPython(): Promise<CPython> {
  const folder = new URL(twins.pyodide, self.location.href).href;
  // Not bundled: it finds its other files by its own address.
  const { loadPyodide } = (await import(`${folder}pyodide.mjs`)) as typeof import("pyodide");
  const python = await loadPyodide({ indexURL: folder, stdout: printed, stderr: printed });
  python.runPython(GLUE);
  const part = python.globals["get"]("_part") as PartFunction;
  const exec = python.globals["get"]("_exec") as ExecFunction;
  const known = new Set<string>();
  return {
    python,
    version: `CPython ${python.runPython("import platform; platform.python_version()")} (Pyodide ${python.version})`,
    async run({ program, json, round, state, lo, hi }) {
      if (!known.has(program)) {
        const source = await textOf(twinOf(twins.py, program, "Python"));
        python.FS.writeFile(`${program}.py`, source);
        known.add(program);
      }
      const result = part(program, json, round, state, lo, hi);
      try {
        return result.toJs() as Uint8Array;
      } finally {
        result.destroy();
      }
    },
    exec: (source) => exec(source),
  };
}
