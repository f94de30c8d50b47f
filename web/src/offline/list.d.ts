// What this build's pages are made of, for the service worker: written by tools/site/offline.go.

declare module "velocidade:offline" {
  /** Differs between builds whose pages differ. */
  export const version: string;
  /** What the playground needs to stand and to run Go programs: addresses relative to the site's root. */
  export const shell: readonly string[];
  /** Every file under assets/ of this build. */
  export const assets: readonly string[];
}
