package link

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
)

// The JSON in a link is the Report's own, with its fields by name, so that a field which a Report gains later is carried
// without a change here. Left out is what has a better form, what follows from the rest, and what is nearly always the same.
type (
	members map[string]json.Raw
	fields  map[string]string // by name, the JSON that a field left out stands for
)

// unsaid are a Report's fields that a link leaves out whatever they are; [bench.Derive] fills them in again.
var unsaid = fields{"schema": `"` + bench.Schema + `"`, "verdict": `""`, "claims": "[]", "warnings": "[]", "timeline": "[]"}

// unsaidOfLane are those of a LaneResult.
var unsaidOfLane = fields{"medianMs": "null", "intervalMs": "null", "confidence": "0", "outliers": "[]", "speedup": "null"}

// usual are the values of a LaneResult's fields that are left out where they are these.
var usual = fields{"error": "null", "repeat": "1"}

// timesOfLane are the lists of a LaneResult that follow the JSON, in this order.
var timesOfLane = []string{"warmupMs", "samplesMs", "computeMs"}

func appendReport(b []byte, rep *bench.Report, source string) ([]byte, error) {
	var report members
	if err := remake(spare(rep), &report); err != nil {
		return nil, err
	}
	var lanes []members
	if err := json.Unmarshal(report["lanes"], &lanes); err != nil {
		return nil, err
	}
	var times []byte
	answer := ""
	for i, lane := range lanes {
		l := &rep.Lanes[i]
		for _, list := range [][]float64{l.WarmupMs, l.SamplesMs, l.ComputeMs} {
			times = appendTimes(times, list)
		}
		leaveOut(lane, unsaidOfLane)
		for _, name := range timesOfLane {
			delete(lane, name)
		}
		for name, value := range usual {
			if string(lane[name]) == value {
				delete(lane, name)
			}
		}
		// Lanes agree about the answer, as a rule: it is said where it changes.
		if i > 0 && l.Result == answer {
			delete(lane, "result")
		}
		answer = l.Result
	}
	leaveOut(report, unsaid)
	text, err := json.Marshal(lanes)
	if err != nil {
		return nil, err
	}
	report["lanes"] = text
	if text, err = json.Marshal(report); err != nil {
		return nil, err
	}
	b = appendBytes(b, text)
	b = appendBytes(b, []byte(source))
	return append(b, times...), nil
}

func readReport(data []byte) (Link, error) {
	b := &body{data}
	text, err := b.bytes()
	if err != nil {
		return Link{}, err
	}
	source, err := b.bytes()
	if err != nil {
		return Link{}, err
	}
	if !utf8.Valid(source) || len(source) > MaxSource || bytes.IndexByte(source, 0) >= 0 {
		return Link{}, bad("the program's source in it is too long, or no text")
	}
	var report members
	if err := json.Unmarshal(text, &report); err != nil || report == nil {
		return Link{}, bad("what it says of the run cannot be read")
	}
	var lanes []members
	if err := json.Unmarshal(report["lanes"], &lanes); err != nil {
		return Link{}, bad("what it says of the lanes cannot be read")
	}
	if len(lanes) > bench.MaxReportLanes {
		return Link{}, &kernels.Error{Code: kernels.CodeOutOfRange, Field: "lanes", Value: fmt.Sprintf("a list of %d", len(lanes)),
			Limit: fmt.Sprintf("a list of 1 to %d", bench.MaxReportLanes), Message: fmt.Sprintf("this link has %d lanes; a run has at most %d", len(lanes), bench.MaxReportLanes)}
	}
	answer := json.Raw(`""`)
	for _, lane := range lanes {
		if lane == nil {
			return Link{}, bad("what it says of a lane cannot be read")
		}
		for _, name := range timesOfLane {
			if lane[name], err = b.times(); err != nil {
				return Link{}, err
			}
		}
		fillIn(lane, unsaidOfLane)
		for name, value := range usual {
			if lane[name] == nil {
				lane[name] = json.Raw(value)
			}
		}
		if lane["result"] == nil {
			lane["result"] = answer
		}
		answer = lane["result"]
	}
	if len(b.rest) > 0 {
		return Link{}, bad("more times stand in it than it has lanes for")
	}
	fillIn(report, unsaid)
	if report["lanes"], err = json.Marshal(lanes); err == nil {
		text, err = json.Marshal(report)
	}
	if err != nil {
		return Link{}, bad(err.Error())
	}
	rep, err := bench.ParseReport(text)
	if err != nil {
		return Link{}, err
	}
	bench.Derive(rep)
	return Link{Report: rep, Source: string(source)}, nil
}

// spare is a report without what is no part of a link's JSON: to write a timeline as JSON, and read that, only to leave it out took
// nine tenths of the time that a link takes.
func spare(rep *bench.Report) *bench.Report {
	brief := *rep
	brief.Claims, brief.Warnings, brief.Timeline = nil, nil, nil
	brief.Lanes = append([]bench.LaneResult{}, rep.Lanes...)
	for i := range brief.Lanes {
		l := &brief.Lanes[i]
		l.WarmupMs, l.SamplesMs, l.ComputeMs, l.Outliers = nil, nil, nil, nil
		l.MedianMs, l.IntervalMs, l.Speedup = nil, nil, nil
	}
	return &brief
}

// remake writes a value as JSON and reads it as another.
func remake(from, into any) error {
	text, err := json.Marshal(from)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	return err
}

func leaveOut(m members, names fields) {
	for name := range names {
		delete(m, name)
	}
}

// fillIn adds what was left out, and replaces it where a link has it nevertheless: nothing that follows from the rest is believed.
func fillIn(m members, values fields) {
	for name, value := range values {
		m[name] = json.Raw(value)
	}
}
