// A run as one picture of 1200 by 630 pixels, the size of link previews. The service's own code draws it, wasm/picture, in a worker that is
// started for it and ended after it: so the picture on the clipboard is the one that a short link shows.

import manifest from "velocidade:manifest";
import { Child } from "../engine/child.js";
import type { Report } from "../report.js";

export function picture(report: Report): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const painter = new Child(
      manifest.assets.host,
      { module: manifest.assets.painter, args: ["painter"], env: {} },
      {
        message: (png) => {
          painter.terminate();
          resolve(new Blob([png.slice()], { type: "image/png" }));
        },
        closed: (_code, output) => reject(new Error(output.trim() || "the worker that draws was ended")),
        printed: (text) => console.info(text.trimEnd()),
      },
    );
    painter.post(new TextEncoder().encode(JSON.stringify(report)));
  });
}
