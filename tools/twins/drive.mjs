// Runs a twin for the tests: node drive.mjs FILE
//
// Each line of standard input is a JSON object {args, round, state, lo, hi}; for each, a line of standard output says what the
// program's run returns, as {partial}, or how it failed, as {error}. Bytes travel as base64.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { run } = await import(pathToFileURL(process.argv[2]).href);
for await (const line of createInterface({ input: process.stdin })) {
  const { args, round, state, lo, hi } = JSON.parse(line);
  let answer;
  try {
    const partial = run(args, round, new Uint8Array(Buffer.from(state ?? "", "base64")), lo, hi);
    answer = { partial: Buffer.from(partial).toString("base64") };
  } catch (error) {
    answer = { error: { name: error.name, code: error.code ?? "", message: error.message } };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
