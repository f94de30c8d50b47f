package bench

// Runtime is what a lane's workers run on: the first half of its name. Its TypeScript twin stands in web/src/manifest.ts.
type Runtime struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Doc   string `json:"doc"`
	Bytes int64  `json:"bytes,omitempty"` // that a browser loads for it beside the page and the engine; the build knows them

	page, native bool
	executors    []executor
}

// baseRuntime is what programs are written for; the others are compared with it.
const baseRuntime = "go"

// Runtimes returns the runtimes there are, in the order in which forms show them.
func Runtimes() []Runtime {
	return []Runtime{
		{"go", "Go", "The program itself.", 0, true, true, goExecutors},
		{"go-stock", "Go, as its linker wrote it", "The same program with the dispatch loops that Go's compiler puts around " +
			"every function for WebAssembly. The build takes them out for all other lanes.", 0, true, false, alone},
		{"go-boxed", "Go without types", "The same algorithm over values of any type, which are looked at before every " +
			"operation: what types are worth where nothing else differs.", 0, true, true, alone},
		{"js", "JavaScript", "The same algorithm in the browser's own language, compiled while it runs.", 0, true, true, alone},
		{"cpython", "CPython", "The interpreter that most people mean by Python. In the page it is CPython 3.14, compiled to " +
			"WebAssembly by Pyodide.", 0, true, true, threaded},
		{"pypy", "PyPy", "Python with a compiler that works while the program runs. In the page it is PyPy 2.6 of 2015 (Python " +
			"2.7), by PyPy.js: its age shows, and still its compiler does.", 0, true, true, threaded},
		{"cpython+go", "CPython with an extension in Go", "Python that hands every part to a function in Go, as an extension " +
			"module in C would be called.", 0, true, false, alone},
		{"cython", "Cython", "Python with types, compiled to C; it holds the global interpreter lock while it computes.", 0, false, true, threaded},
		{"cython-nogil", "Cython without the lock", "The same, but it releases the global interpreter lock while it computes, so " +
			"that threads run in parallel.", 0, false, true, threaded},
		{"cython-untyped", "Cython without types", "The Python program as it is, compiled to C.", 0, false, true, alone},
		{"shedskin", "Shedskin", "The Python program, its types inferred, compiled to C++.", 0, false, true, alone},
	}
}
