// Modules that the build makes for workers' scripts: see tools/site/hosts.go.
declare module "velocidade:hosts" {
  const scripts: import("./hosts.js").HostScripts;
  export default scripts;
}

declare module "velocidade:twins" {
  const twins: import("./hosts.js").Twins;
  export default twins;
}
