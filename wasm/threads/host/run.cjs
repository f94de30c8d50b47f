// node run.cjs [arguments]: runs the program beside it in Node, each of its threads in a worker thread.
"use strict";
const { Worker, MessageChannel, isMainThread, parentPort, workerData } = require("node:worker_threads");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

if (isMainThread) {
	const program = new WebAssembly.Module(fs.readFileSync(path.join(__dirname, "program.wasm")));
	const [initial, maximum] = new Uint32Array(WebAssembly.Module.customSections(program, "velocidade.threads")[0]);
	const memory = new WebAssembly.Memory({ initial, maximum, shared: true });
	const ncpu = os.availableParallelism();
	const idle = [];
	const fresh = () => {
		const { port1, port2 } = new MessageChannel();
		const data = { program, memory, ncpu, wake: port1, argv: ["program", ...process.argv.slice(2)], env: { ...process.env } };
		// Go's recursion is the engine's too, until a goroutine is put aside.
		const worker = new Worker(__filename, { workerData: data, transferList: [port1], resourceLimits: { stackSizeMb: 16 } });
		worker.on("message", (m) => {
			if (m.exit !== undefined) process.exit(m.exit);
			else if (m.g0 !== undefined) (idle.pop() ?? fresh()).postMessage({ g0: m.g0 });
			else idle.push(worker);
		});
		worker.on("error", (error) => {
			console.error(error);
			process.exit(2);
		});
		(first ?? worker).postMessage({ wakes: port2 }, [port2]);
		return worker;
	};
	let first;
	first = fresh();
	first.postMessage({ begin: true });
	for (let i = 0; i < Math.min(ncpu, 8) + 1; i++) idle.push(fresh()); // sysmon, and one thread for each of the first processors: others start when they are wanted
} else {
	globalThis.require = require;
	globalThis.fs = fs;
	globalThis.path = path;
	require("./wasm_exec.js");
	const { program, memory, ncpu, wake, argv, env } = workerData;
	const go = new Go();
	Object.assign(go, { argv, env, ncpu, memory });
	go.exit = (code) => parentPort.postMessage({ exit: code });
	go.newThread = (g0) => parentPort.postMessage({ g0 });
	go.wakeJS = () => wake.postMessage(0);
	go.importObject.gojs.mem = memory;
	const instance = new WebAssembly.Instance(program, go.importObject);
	parentPort.on("message", (m) => {
		if (m.wakes) {
			m.wakes.on("message", () => go.exited || go._resume());
		} else if (m.begin) {
			instance.exports.initmem();
			go.run(instance);
		} else {
			go.runThread(instance, m.g0);
			if (!go.exited) parentPort.postMessage({});
		}
	});
}
