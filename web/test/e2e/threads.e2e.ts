// A Go program of somebody's own, built by `velocidade threads build`, on the page that the command writes.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import type {} from "../../src/api.js";
import { browserName } from "../harness/browser.js";
import { settledWorkers } from "../harness/playground.js";
import { spec } from "../harness/spec.js";

const TYPES = new Map([
  [".html", "text/html"],
  [".js", "text/javascript"],
  [".wasm", "application/wasm"],
]);

/** Serves a folder as any host does that can be told which headers to send. */
async function host(dir: string, headers: Readonly<Record<string, string>>) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const name = pathname === "/" ? "/index.html" : pathname;
    try {
      const body = await readFile(join(dir, name));
      response.writeHead(200, { ...headers, "Content-Type": TYPES.get(extname(name)) ?? "text/plain" }).end(body);
    } catch {
      response.writeHead(name === "/favicon.ico" ? 204 : 404, headers).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const ISOLATED = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

spec(
  "a program of one's own runs its goroutines at the same time, and says what it lacks without isolation",
  async ({ visit }) => {
    const root = process.env["VELOCIDADE_ROOT"] ?? "";
    const dir = await mkdtemp(join(tmpdir(), "velocidade-threads-"));
    try {
      const command = ["threads", "build", "-o", dir, "./wasm/threads/testdata/together"];
      const { stdout } = await promisify(execFile)(process.env["VELOCIDADE_EXECUTABLE"] ?? "", command, { cwd: root });
      assert.match(stdout, /Cross-Origin-Opener-Policy: same-origin/);
      const server = await host(dir, ISOLATED);
      const bare = await host(dir, {});
      try {
        const tab = await visit("/?env=GOMAXPROCS%3D2", { server });
        await tab.sees(/Ended with exit code 0/, "#state");
        const said = await tab.page.$eval("#output", (output) => output.textContent);
        assert.match(said ?? "", /^met\nprimes 17984\nthrough channels \d+\nunder one lock 800\nslept true\n$/);
        const alone = await visit("/", { server: bare });
        await alone.sees(/not cross-origin isolated/, "#state");
      } finally {
        await server.stop();
        await bare.stop();
      }
    } finally {
      await rm(dir, { recursive: true });
    }
  },
  { in: "both" },
);

spec(
  "the lane go/threads gives Go's answers and leaves no thread behind",
  async ({ visit }) => {
    const tab = await visit("/");
    const answers = (lanes: readonly string[]) =>
      tab.page.evaluate(
        async (lanes) =>
          (
            await window.velocidade.run({ program: "primes", args: "kmax=500", lanes, workers: [1, 2], blocks: 2 })
          ).lanes.map((lane) => lane.result),
        lanes,
      );
    const [plain] = await answers(["go/single"]);
    const all = await answers(["go/single", "go/threads"]);
    assert.equal(all.length, 3);
    for (const answer of all) assert.equal(answer, plain);
    // Firefox's driver lists no workers: there only that the run ends is seen.
    if (browserName === "chromium") assert.equal(await settledWorkers(tab), 1);
  },
  { in: "both" },
);
