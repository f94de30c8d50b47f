// What a Go program finds of Node's: files and the process. Go's support script takes it when it is loaded, so this is
// imported before.

import fs from "node:fs";
import path from "node:path";

Object.assign(globalThis, { fs, path });
