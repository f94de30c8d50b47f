// A host of CPython: a module worker that runs the twins in Python.

import { loadCPython } from "./cpython.js";
import { host } from "./hosting.js";

host(loadCPython);
