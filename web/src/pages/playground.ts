// The page at /: the playground, the public element, and window.velocidade.

import manifest from "velocidade:manifest";
import { velocidade } from "../api.js";
import "../dev.js";
import "../elements/bench.js";
import { Playground } from "../elements/playground.js";
import { instrument } from "../styles/instrument.js";
import "../styles/page.css";

document.adoptedStyleSheets.push(instrument);

window.velocidade = velocidade;
// Where it cannot be loaded the playground measures all the same.
addEventListener("load", () => void import("../later.js").catch(() => {}));
customElements.define(
  "velocidade-playground",
  class extends Playground {
    constructor() {
      super(manifest);
    }
  },
);
