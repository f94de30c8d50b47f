// What the pages of the chapter do beyond being read: they load the elements that measure once one of them comes near,
// and hold the reader's predictions against what was measured. Without this script the pages are whole all the same.

import "../dev.js";
import "./chapter.css";
import { lazily } from "./lazily.js";
import { predictions } from "./predictions.js";

lazily("velocidade-bench", () => import("../elements/bench.js"));
lazily("velocidade-lab", () => import("../elements/lab/lab.js"));
predictions(() => sessionStorage);
