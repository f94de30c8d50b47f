// A Go program, tools/figures/speed, that runs a kernel whenever it is asked to: first the address of its module comes,
// then a program's name for each run.
import "go:wasm_exec";

declare const velocidadeRun: (program: string, args: string) => string;

self.onmessage = async (event: MessageEvent<{ module: string } | { program: string }>) => {
  if ("module" in event.data) {
    const go = new Go();
    const { instance } = await WebAssembly.instantiateStreaming(fetch(event.data.module), go.importObject);
    void go.run(instance);
    self.postMessage({ ms: 0, error: "" });
    return;
  }
  const begin = performance.now();
  const error = velocidadeRun(event.data.program, "");
  self.postMessage({ ms: performance.now() - begin, error });
};
