// Modules that the build makes: tools/site writes the manifest from the registry of programs.
declare module "velocidade:manifest" {
  const manifest: import("./manifest.js").Manifest;
  export default manifest;
}
