package format

import "strings"

// How a lane is named, and how it looks, wherever it is drawn without the page. A lane's name is runtime/executor. The page's
// own is web/src/lanes.ts; testdata/lanes.json holds the two together.

// Look is how a lane is drawn.
type Look struct {
	Class string // what the page's style sheets colour it by
	Mark  string // colour alone never tells lanes apart: the executor's shape
	RGB   uint32 // the light theme's colour
}

// LookOf gives a lane's look.
func LookOf(lane string) Look {
	if lane == "go/threads" { // beside go/goroutines, which other languages' threads look like
		return Look{"lane-parallel", "triangle", 0xb3246f}
	}
	runtime, executor, _ := strings.Cut(lane, "/")
	var look Look
	switch executor {
	case "single":
		look = Look{"lane-single", "diamond", 0x14191c}
	case "goroutines", "threads":
		look = Look{"lane-threads", "square", 0x1a6aa6}
	case "workers":
		look = Look{"lane-workers", "circle", 0xbd3f0a}
	default:
		return Look{"lane-other", "triangle", 0x7a4aa0}
	}
	class, rgb := "", uint32(0)
	switch runtime { // relatives share a colour, and are told apart by their names, which stand beside every mark
	case "go-stock", "cpython+go":
		class, rgb = " lane-teal", 0x0f7480
	case "go-boxed", "cython", "cython-nogil", "cython-untyped":
		class, rgb = " lane-ochre", 0x8a6100
	case "js":
		class, rgb = " lane-green", 0x2d7a4f
	case "cpython":
		class, rgb = " lane-violet", 0x7a4aa0
	case "pypy":
		class, rgb = " lane-rose", 0xb3246f
	case "shedskin":
		class, rgb = " lane-quiet", 0x545e64
	default:
		return look
	}
	return Look{look.Class + class, look.Mark, rgb}
}

// Unit is what a lane has many of: goroutines, threads, or workers, which natively are processes.
func Unit(lane string, native bool) string {
	switch _, executor, _ := strings.Cut(lane, "/"); {
	case executor == "goroutines":
		return "goroutine"
	case executor == "threads":
		return "thread"
	case native:
		return "process"
	}
	return "worker"
}

// Count is so many of a lane's unit beside other figures: "2 workers".
func Count(lane string, n int, native bool) string {
	return Whole(n) + " " + Plural(n, Unit(lane, native))
}

// Plural is a noun as it stands behind a number.
func Plural(n int, noun string) string {
	switch {
	case n == 1:
		return noun
	case strings.HasSuffix(noun, "s"):
		return noun + "es"
	}
	return noun + "s"
}

// EntryName is a lane at a worker count, as one name: "go/workers × 2".
func EntryName(lane string, workers int) string {
	if strings.HasSuffix(lane, "/single") {
		return lane
	}
	return lane + " × " + Whole(workers)
}
