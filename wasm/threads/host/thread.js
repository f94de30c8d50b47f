// One thread of a program that page.js has started.
"use strict";
importScripts("wasm_exec.js");

const go = new Go();
let instance;
globalThis.fs.writeSync = (fd, bytes) => {
	postMessage({ fd, bytes });
	return bytes.length;
};
go.exit = (code) => postMessage({ exit: code });
go.newThread = (g0) => postMessage({ g0 });

onmessage = ({ data: m }) => {
	if (m.program) {
		const { program, memory, ncpu, argv, env, wake } = m;
		Object.assign(go, { argv, env, ncpu, memory, wakeJS: () => wake.postMessage(0) });
		go.importObject.gojs.mem = memory;
		instance = new WebAssembly.Instance(program, go.importObject);
	} else if (m.wakes) {
		m.wakes.onmessage = () => go.exited || go._resume();
	} else if (m.begin) {
		instance.exports.initmem();
		go.run(instance);
	} else {
		go.runThread(instance, m.g0);
		if (!go.exited) postMessage({});
	}
};
