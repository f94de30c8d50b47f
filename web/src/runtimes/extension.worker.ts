// A host of CPython with an extension in Go: Python in which every part is handed to a Go function, in the same worker and
// called as an extension module in C would be, without a message.

import { loadCPython } from "./cpython.js";
import { loadExtension } from "./extension.js";
import { host } from "./hosting.js";

/** The programs as this extension has them: Python's part is to call it. */
const CALLER = `
import velocidade_go

def _extended(program, args, round, state, lo, hi):
    return velocidade_go.run(program, args, round, state.to_bytes(), lo, hi)
`;

host(async (start) => {
  const [cpython, extension] = await Promise.all([loadCPython(), loadExtension(start.module)]);
  const { python } = cpython;
  python.registerJsModule("_velocidade_go", {
    odd: extension.odd,
    run: extension.run,
  });
  python.FS.writeFile(
    "velocidade_go.py",
    `from _velocidade_go import odd, run as _run
from pyodide.ffi import to_js

def run(program, args, round, state, lo, hi):
    """One range of one round of a program, its arguments as text: bytes in, bytes out."""
    return _run(program, args, round, to_js(state), lo, hi).to_bytes()
`,
  );
  python.runPython(CALLER);
  const call = python.globals["get"]("_extended");
  return {
    version: `${cpython.version} calling ${extension.version}`,
    run({ program, args, round, state, lo, hi }) {
      const result = call(program, args, round, state, lo, hi);
      try {
        return result.toJs() as Uint8Array;
      } finally {
        result.destroy();
      }
    },
    ...(cpython.exec === undefined ? {} : { exec: cpython.exec }),
  };
});
