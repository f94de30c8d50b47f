// The script of the sandboxed frame: an opaque origin with a policy that allows no network and no storage. It starts the warden,
// gives it its end of the channel to the page, and that is all. Its page removes it, which ends all that was started in it.

import guest from "velocidade:guest";
import warden from "velocidade:warden";
import type { Connect } from "./messages.js";

const script = (text: string): string => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));

addEventListener("message", function connect({ source, data, ports }: MessageEvent<Connect>) {
  if (source !== parent || data.type !== "connect") return;
  removeEventListener("message", connect);
  new Worker(script(warden)).postMessage({ guest: script(guest) }, [...ports]);
});

// To whoever framed us, who gave us all that we have: there is nothing here to keep from them.
parent.postMessage({ type: "ready" }, "*");
