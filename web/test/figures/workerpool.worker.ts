import { worker } from "workerpool";

worker({ nothing: () => undefined });
