// Runs Go tests that were compiled to WebAssembly, one package after the other, each in a worker of its own under the
// engine's worker host. tools/suite/rig.go is the server on the other side.

import { Child } from "../../src/engine/child.js";

interface Job {
  readonly file: string;
  readonly args: readonly string[];
}

async function main(): Promise<never> {
  for (;;) {
    const response = await fetch("/job");
    if (response.status === 200) await run((await response.json()) as Job);
  }
}

async function run(job: Job): Promise<void> {
  // What is printed arrives in order only if it is sent in order.
  let sent: Promise<unknown> = Promise.resolve();
  let waiting = "";
  const print = (text: string): void => {
    if (waiting === "") sent = sent.then(flush);
    waiting += text;
  };
  const flush = (): Promise<unknown> => {
    const body = waiting;
    waiting = "";
    return fetch("/printed", { method: "POST", body });
  };
  const end = await new Promise<{ code: number; output: string }>((resolve) => {
    // By its address, as the page starts the engine.
    new Child(
      "/host.js",
      { module: new URL(job.file, location.href).href, args: job.args, env: {} },
      { message: ignore, printed: print, closed: (code, output) => resolve({ code, output }) },
    );
  });
  await sent;
  await fetch("/ended", { method: "POST", body: JSON.stringify(end) });
}

// Tests speak to nobody but their own workers.
const ignore = (): void => {};

main().catch((error: unknown) => {
  document.title = String(error);
});
