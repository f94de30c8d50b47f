// Package reloop gives Go's WebAssembly its loops back: it rewrites a linked module so that every function consists of
// blocks and loops, which engines compile well, in place of the one dispatch loop that Go's compiler makes of it.
//
//	out, stats, err := reloop.Rewrite(module, reloop.Options{})
//
// # What Go writes
//
// Go needs goroutines whose stacks can be put aside and taken up again, and WebAssembly can do neither with its own
// stack. So Go keeps its frames in linear memory and makes every function one that can be entered anywhere. The function
// is cut into segments, at each basic block and after each call; its only parameter, PC_B, says which one to begin with:
//
//	block $unwind
//	  loop $dispatch
//	    block block block
//	      local.get PC_B
//	      br_table 0 1 2
//	    end  segment 0   …  i32.const 2; local.set PC_B; br $dispatch     a jump: round through the table
//	    end  segment 1   …  call f; br_if $unwind                         a call: see below
//	    end  segment 2   …  i32.const 0; return                           the end
//	  end
//	  unreachable
//	end
//	i32.const 1                                                           "unwind further"
//
// This is what cmd/internal/obj/wasm/wasmobj.go makes, in preprocess and assemble. Every jump of the program becomes a
// jump through a table in a loop that holds the whole function. An engine that looks for loops finds that one, and knows
// of no variable in it where it came from.
//
// # How a goroutine is put aside and taken up again
//
//	caller stores PC_F<<16 | PC_B below SP, the address to return to, and calls
//	  callee returns 0: the caller goes on in the same segment or the next, as if nothing were special
//	  callee returns 1: the stack is to be unwound; the caller leaves through $unwind and returns 1 too,
//	                    and so on down to wasm_pc_f_loop in runtime/asm_wasm.s, which
//	                    takes the address below whatever SP now is and calls function PC_F with PC_B
//
// The Go stack holds everything else, so this package changes neither frames nor addresses; the tables that
// the runtime keeps about them stay true. Of calls it changes how SP gets across (pass.go). It has to know, though, with which PC_Bs a function may be called:
//
//   - 0, the beginning;
//   - the return addresses that the function itself stores. The exception is the call of what never returns, as those in
//     checks for nil and of bounds (noreturn.go). The call of runtime.morestack in the check of the stack does not
//     return either, but is resumed, and leads back to before the check;
//   - where a function that recovered goes on: _func.deferreturn in the program's table of functions, which
//     has to be where the function calls runtime.deferreturn;
//   - runtime.goexit+1, below every goroutine's first function: in the same segment as 0.
//
// Any other PC_B traps, rather than going on somewhere.
//
// # How it is rewritten
//
//	wasm/module     sections, types, bodies, data; names and deferreturn from pclntab; instructions, what they take and give
//	release.go      which releases of Go this was tried with, and what is asked of others
//	form.go         is it Go's form? where are its segments?
//	noreturn.go     which functions never return, so that nothing goes on behind calls of them
//	graph.go, segments.go   the control-flow graph: a node a segment, and a root that stands for the call
//	loops.go        the nest of loops; dispatchers where one has several entries
//	order.go, dominators.go   reverse postorder; which node every path to another leads through
//	place.go        where each node is written: inside its dominator's block, or after the loop that it is not in
//	emit.go, dispatch.go      blocks, loops and branches; dispatchers
//	peephole.go     shorter runs of instructions
//	inline.go, bulk.go, expand.go   a function's code in place of a call of it; short moves of memory without one
//	frame.go, mirror.go     what is known of a frame; locals for what lies in that of such code
//	body.go         a function's locals and instructions
//	webs.go, unread.go    which assignments to a local its reads may see, and those that none sees
//	narrow.go, narrow_write.go    32 bits where nobody looks at the other 32
//	                and no local for what is read at once, which is for the size: engines see that by themselves
//	pass.go         SP from caller to callee and back, in place of a global
//	hint.go         which branches lead to what is rare
//	data.go         fewer data segments
//	half.go         half of a module here and half of it elsewhere
//
// The heart is that of Norman Ramsey, "Beyond Relooper: recursive translation of unstructured control flow to structured
// control flow" (ICFP 2022): walk the dominator tree; a node with a back edge to it is a loop; a node that several jumps
// reach is written after a block that they leave. It needs a graph all of whose loops have one entry. Ours often have
// more, since one can resume in the middle of a loop that calls. Such a loop gets a dispatcher at its head, drawn in
// loops.go, which costs one test of PC_B a round; a loop without calls is just a loop.
//
//	block $unwind
//	  local.get PC_B; if; br_table …; end        the root, if the function can be resumed: one of
//	                                             its resume points, or a trap; 0 goes on
//	  …
//	  loop                                       a loop of the program
//	    …  br_if 1  …  br 0
//	  end
//	end
//	i32.const 1
//
// # What can be relied on
//
// The result is a function of the input alone. It validates if the input does: edges leave only where the operand stack
// is empty, so control can be put together anew without looking at types. A function that is not of the form above is
// left as it was but for SP, and counted with its reason; so is one where a later stage finds its input not as the stage before
// promised. All stages keep stacks of their own and take time nearly linear in the size of the function; a budget ends
// the search for loops where a function's nest of them is far deeper than programs have.
//
// Which release of Go wrote a module does not matter, as long as its functions have this form: release.go says what is asked
// of a release that nobody has tried.
//
// tools/conformance runs Go's own tests, stock and rewritten; CONFORMANCE.md there is its table.
//
// # What was tried and is not here
//
//   - To keep SP in its local over a call that does not unwind, in place of what the callee returns. The stack can move below
//     a call that returns: JavaScript that Go calls may call Go, whose event handler
//     runs on the same goroutine's stack and may have it grow (see "SP" in wasm_exec.js). Only functions that can never
//     get to an import would do, and calls through tables hide which those are.
//
//   - To read back after a call no values from the frame that are still in locals. The same holds for pointers into the
//     stack, and the callee's results lie in the frame as spilled values do; nothing says where one ends and the other begins.
//
//   - To add constants to addresses of floats by the offset of the access, as Go's compiler does for integers and not for
//     floats. Whether the sum may wrap is known to the compiler alone. Narrow addresses win most of it.
//
//   - The multiplication of 64 by 64 bits to 128, four of 64 bits as Go writes them, where native code has one instruction;
//     a remainder by a constant comes to it, and the program amdahl is made of them. WebAssembly has none that engines ship.
//
//   - A division by a constant as one i64.div_u, in place of the multiplications that Go's compiler makes of it:
//     Firefox makes one multiplication of it and is a third faster, Chromium divides and is a tenth slower.
//
//   - To put the code of all that allocates in place of calls, not only of what allocates small objects with pointers: the
//     engine would be 0.7 % larger, by four times what the one path costs it.
//
//   - To leave the values of hashes (sha256) in 64 bits, since what is narrow needs moves: in turns, narrow is 4 % faster.
//     Its rounds have eight variables, and V8 keeps two of those that all else waits for on its stack. Writing out eight
//     rounds made it slower, two won nothing.
//
//   - To have a loop that calls entered without a test of PC_B a round: what follows a call would have to be there twice. Without
//     any dispatcher strings.Map, whose loop makes an indirect call and little else, is 2 % faster than with one that falls through.
//
//   - To narrow only functions with loops where rewriting is waited for, as in a build in the page: a fifth less time, for
//     readers' programs that run slower whenever a loop calls a function without one.
//
//   - To keep what became of a function from one build in the page to the next, by its content: an edit moves data and functions,
//     whose addresses stand in the code. Where a text has grown, half of a small program's code is not what it was before,
//     and five sixths where a function was added.
//
//   - Go's experiment sizespecializedmalloc, a function for each size of object: binarytrees is a tenth faster by it here, and
//     two fifths in native code, which has it no more than this by default; modules are 6 % larger.
//
//   - To pass a function that calls itself its arguments and its result as WebAssembly's own: (*tree).nodes of binarytrees, written
//     so by hand, makes the program 2 to 6 % faster if the values are no longer stored as well, and no faster if they are. They
//     have to be in the frame wherever the function may be put aside.
//
//   - One check of the stack for all that newobject takes in, or the bound of the stack in a local: no difference that could be told
//     from chance.
//
//   - Mirrors for the frames of functions that call themselves and take nothing in: the same.
//
//   - To take what has been passed to code in a call's place for dead behind it, so that it need not be stored before a later call:
//     binarytrees is 1 % faster, and wrong where Go's compiler leaves the result of one call where the next has its argument.
//
//   - To take tryDeferToSpanScan in where the collector scans small objects: no faster.
//
//   - Copies of 16 to 64 bytes as loads and stores: engines do that by themselves where the size is a constant.
//
// What is left beside that is Go's calling convention: frames, return addresses, arguments and results are memory of the
// program's, where native code has registers and the machine's own stack. Programs that call and allocate much (binarytrees)
// pay most: a call of a function that does next to nothing takes some 5 ns, in native code 2.
package reloop
