// The real server, started from the same executable that "make run" runs.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** What to serve: the project as it is, or with the programs of ../e2e/testdata added. */
export type Site = "plain" | "added";

/** The server that all tests share. */
export function shared(site: Site): string {
  return given(site, "URL");
}

/** A server of a test's own, on a free port, or in the place of one that was stopped. */
export async function serve(site: Site, instead?: Server): Promise<Server> {
  const port = instead === undefined ? "0" : new URL(instead.url).port;
  const child = spawn(given(site, "EXECUTABLE"), ["serve", "-port", port, "-o", given(site, "SITE")], {
    cwd: given(site, "ROOT"),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const url = await address(child);
  return {
    url,
    async stop() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function given(site: Site, name: "URL" | "EXECUTABLE" | "SITE" | "ROOT"): string {
  const value = process.env[`VELOCIDADE_${site === "added" ? "ADDED_" : ""}${name}`];
  if (value === undefined) throw new Error("nothing is served: run `velocidade test -run e2e`");
  return value;
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
