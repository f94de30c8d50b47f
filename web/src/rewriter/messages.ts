// What the page /reloop/ and its worker say to each other.

import type { Report } from "./declared.js";

export interface RewriteRequest {
  readonly id: number;
  /** The address of the rewriter's own module. */
  readonly rewriter: string;
  readonly input: Uint8Array<ArrayBuffer>;
}

export type RewriteResponse =
  | { readonly type: "done"; readonly id: number; readonly module: Uint8Array<ArrayBuffer>; readonly report: Report }
  | { readonly type: "failed"; readonly id: number; readonly message: string };
