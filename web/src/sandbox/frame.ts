// The script of the sandboxed frame: an opaque origin with a policy that allows no network and no storage. It compiles a
// module, starts the worker that runs it, and passes messages on. Its page removes it, which ends all that it started.

import guest from "velocidade:guest";
import { Child } from "../engine/child.js";
import { type FromFrame, LIMITS_VARIABLE, type ToFrame } from "./messages.js";

let child: Child | undefined;

function tell(message: FromFrame): void {
  // To whoever framed us, who gave us all that we have: there is nothing here to keep from them.
  parent.postMessage(message, "*");
}

addEventListener("message", ({ source, data }: MessageEvent<ToFrame>) => {
  if (source !== parent) return;
  switch (data.type) {
    case "start":
      start(data).catch((error: unknown) => {
        tell({ type: "exited", code: -1, output: error instanceof Error ? error.message : String(error) });
      });
      break;
    case "post":
      child?.post(data.data);
      break;
  }
});

async function start({ wasm, limits, build }: ToFrame & { type: "start" }): Promise<void> {
  const module = await WebAssembly.compile(wasm as BufferSource);
  const script = URL.createObjectURL(new Blob([guest], { type: "text/javascript" }));
  tell({ type: "started" });
  child = new Child(
    script,
    { module, args: ["main"], env: { [LIMITS_VARIABLE]: JSON.stringify(limits), VELOCIDADE_BUILD: build } },
    {
      message: (data) => tell({ type: "message", data }),
      printed: (text) => tell({ type: "printed", text }),
      closed: (code, output) => tell({ type: "exited", code, output }),
    },
  );
}

tell({ type: "ready" });
