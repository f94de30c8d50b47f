// A bare Go instance: the module that was posted, instantiated under Go's own JavaScript support, and nothing else.
import "go:wasm_exec";

const unused = () => 0;

self.onmessage = async (event: MessageEvent<WebAssembly.Module>) => {
  const go = new Go();
  // The module needs the names; as a program without a parent's messages it calls next to none of them.
  const velocidade = {
    now: () => performance.timeOrigin + performance.now(),
    booted: unused,
    spawn: unused,
    post: unused,
    terminate: unused,
    turn: unused,
  };
  const instance = await WebAssembly.instantiate(event.data, { ...go.importObject, velocidade });
  void go.run(instance);
  self.postMessage("ready");
};
