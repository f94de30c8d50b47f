// Modules that the build makes: tools/site writes them from the registries of programs and laboratories.
declare module "velocidade:manifest" {
  const manifest: import("./manifest.js").Manifest;
  export default manifest;
}
// The script of the sandbox's workers, as text: the frame starts them from it.
declare module "velocidade:guest" {
  const script: string;
  export default script;
}
// The script of the worker between a program and the page, as text: the frame starts it from it.
declare module "velocidade:warden" {
  const script: string;
  export default script;
}
declare module "velocidade:examples" {
  const examples: readonly import("./editor/examples.js").Example[];
  export default examples;
}

declare module "velocidade:labs" {
  const laboratories: readonly import("./manifest.js").Laboratory[];
  export default laboratories;
}
