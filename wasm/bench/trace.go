package bench

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"velocidade/wasm/json"
)

// WriteTrace writes a report's timeline in the Trace Event Format, the JSON object form, which Perfetto and chrome://tracing
// open. Each run that was recorded, an entry's first and its last, is a process; each of its workers a thread.
func WriteTrace(w io.Writer, rep *Report) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, `{"displayTimeUnit":"ms","traceEvents":[`)
	separator := "\n"
	event := func(format string, args ...any) {
		fmt.Fprint(out, separator)
		fmt.Fprintf(out, format, args...)
		separator = ",\n"
	}
	type recorded struct {
		lane    string
		workers int
		run     string
	}
	processes, threads := map[recorded]int{}, map[[2]int]bool{}
	for _, s := range rep.Timeline {
		of := recorded{s.Lane, s.Workers, s.Run}
		pid, known := processes[of]
		if !known {
			pid = len(processes) + 1
			processes[of] = pid
			name := fmt.Sprintf("%s, %s run", label(&LaneResult{Lane: s.Lane, Workers: s.Workers}), s.Run)
			event(`{"name":"process_name","ph":"M","pid":%d,"tid":0,"args":{"name":%s}}`, pid, quoted(name))
			event(`{"name":"process_sort_index","ph":"M","pid":%d,"tid":0,"args":{"sort_index":%d}}`, pid, pid)
		}
		if thread := [2]int{pid, s.Worker}; !threads[thread] {
			threads[thread] = true
			event(`{"name":"thread_name","ph":"M","pid":%d,"tid":%d,"args":{"name":%s}}`, pid, s.Worker+1, quoted(fmt.Sprintf("worker %d", s.Worker+1)))
		}
		event(`{"name":%s,"cat":"velocidade","ph":"X","pid":%d,"tid":%d,"ts":%s,"dur":%s}`, quoted(string(s.Phase)), pid, s.Worker+1,
			micros(s.StartMs), micros(max(s.EndMs-s.StartMs, 0)))
	}
	fmt.Fprintf(out, "\n],\"otherData\":{\"program\":%s,\"args\":%s,\"build\":%s,\"verdict\":%s}}\n", quoted(rep.Program), quoted(rep.Args.String()),
		quoted(rep.Host.Build), quoted(rep.Verdict))
	return out.Flush()
}

// micros writes a time given in milliseconds in microseconds, the format's unit.
func micros(ms float64) string { return strconv.FormatFloat(roundTo(ms*1000, 3), 'f', -1, 64) }

func quoted(text string) string {
	data, _ := json.Marshal(text) // a string always has a form
	return string(data)
}
