import { expose } from "comlink";
import type { Nothing } from "./page.js";

const api: Nothing = { nothing: () => undefined };
expose(api);
