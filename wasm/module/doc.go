// Package module reads and writes WebAssembly modules as Go's linker makes them: their sections, their instructions, and
// the table of functions that lies in their data. wasm/reloop and wasm/threads work on what it reads.
//
// It knows the instructions that Go uses and those that are put in their place: bulk memory, and the atomic ones of the
// threads proposal (https://webassembly.github.io/threads/), whose codes begin with 0xfe.
package module
