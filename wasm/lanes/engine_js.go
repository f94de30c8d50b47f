package lanes

import "velocidade/wasm/bench"

// engine is where lanes are opened here.
const engine = bench.EngineWasm
