// Starts a Go program whose goroutines run in parallel: one worker a thread, all on one shared memory.

/**
 * start({ url, argv, env, ncpu, output }) starts the module at url, beside which thread.js and wasm_exec.js are.
 * Output is called with each text that the program writes and where to: 1 for standard output, 2 for errors. What it returns
 * has a promise of the exit code and a stop function that ends all threads.
 */
export function start({ url = new URL("program.wasm", import.meta.url), argv = [], env = {}, ncpu = navigator.hardwareConcurrency, output = () => {} } = {}) {
	const workers = [];
	let stop;
	const end = () => {
		for (const worker of workers) worker.terminate();
		workers.length = 0;
	};
	const code = new Promise((resolve, reject) => {
		if (!globalThis.crossOriginIsolated) {
			throw new Error(
				"this page is not cross-origin isolated, so it has no shared memory. Serve it over HTTPS or from localhost with the headers " +
					"Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp",
			);
		}
		stop = () => {
			end();
			reject(new Error("the program was stopped"));
		};
		run({ url, argv, env, ncpu, output, workers, resolve, reject }).catch(reject);
	}).finally(end);
	return { code, stop: () => stop() };
}

async function run({ url, argv, env, ncpu, output, workers, resolve, reject }) {
	const program = await WebAssembly.compileStreaming(fetch(url));
	const [initial, maximum] = new Uint32Array(WebAssembly.Module.customSections(program, "velocidade.threads")[0]);
	const memory = new WebAssembly.Memory({ initial, maximum, shared: true });
	const decoders = { 1: new TextDecoder(), 2: new TextDecoder() };
	const idle = [];
	const fresh = () => {
		const { port1, port2 } = new MessageChannel();
		const worker = new Worker(new URL("thread.js", import.meta.url));
		workers.push(worker);
		worker.onmessage = ({ data: m }) => {
			if (m.fd !== undefined) output(decoders[m.fd].decode(m.bytes, { stream: true }), m.fd);
			else if (m.exit !== undefined) setTimeout(resolve, 0, m.exit); // after what other threads have written
			else if (m.g0 !== undefined) (idle.pop() ?? fresh()).postMessage({ g0: m.g0 });
			else idle.push(worker);
		};
		worker.onerror = (event) => reject(new Error(`a thread of the program failed: ${event.message}`));
		worker.postMessage({ program, memory, ncpu, argv: ["program", ...argv], env, wake: port1 }, [port1]);
		workers[0].postMessage({ wakes: port2 }, [port2]);
		return worker;
	};
	fresh().postMessage({ begin: true });
	for (let i = 0; i < Math.min(ncpu, 8) + 1; i++) idle.push(fresh()); // sysmon, and one thread for each of the first processors: others start when they are wanted
}
