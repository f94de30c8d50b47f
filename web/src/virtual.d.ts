// Modules that the build makes: tools/site writes them from the registries of programs and laboratories.
declare module "velocidade:manifest" {
  const manifest: import("./manifest.js").Manifest;
  export default manifest;
}

declare module "velocidade:labs" {
  const laboratories: readonly import("./manifest.js").Laboratory[];
  export default laboratories;
}
