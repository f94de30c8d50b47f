// The real server, started from the same executable that "make run" runs.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the site that was built for this run of the tests, on a free port. */
export async function serve(): Promise<Server> {
  const executable = process.env["VELOCIDADE_EXECUTABLE"];
  const site = process.env["VELOCIDADE_SITE"];
  if (executable === undefined || site === undefined) {
    throw new Error("VELOCIDADE_EXECUTABLE and VELOCIDADE_SITE are not set: run `velocidade test -run e2e`");
  }
  const child = spawn(executable, ["serve", "-port", "0", "-o", site], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await address(child);
  return {
    url,
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** The address that the server prints once it answers. */
async function address(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the server has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /http:\/\/\S+/.exec(line);
    if (found !== null) return found[0];
  }
  throw new Error("the server ended before it printed an address");
}
