package bench

import (
	"errors"
	"fmt"
	"slices"

	"velocidade/kernels"
	"velocidade/wasm/json"
	"velocidade/wasm/order"
)

// MaxReportBytes is the most JSON that ParseReport reads: an ordinary run has a tenth of it, timeline and all.
const MaxReportBytes = 4 << 20

// CodeBadReport is the code of an error about JSON that is no Report.
const CodeBadReport = "bad-report"

// ParseReport reads a Report from JSON, from whatever source, and refuses what no run can have written: unknown, missing
// and repeated fields, null where a figure has to be, texts and lists beyond all need, intervals that end before they
// begin. What it returns every view can draw; that what it concludes follows from its samples is for [Derive] to see to. Programs and lanes that are not here are no error, since another
// build may have measured.
// Every error is a [*kernels.Error], whose field says where: "lanes[2].samplesMs[4]".
func ParseReport(data []byte) (*Report, error) {
	if len(data) > MaxReportBytes {
		return nil, &kernels.Error{Code: kernels.CodeOutOfRange, Field: "report", Value: fmt.Sprintf("%d bytes", len(data)),
			Limit:   fmt.Sprintf("%d bytes", MaxReportBytes),
			Message: fmt.Sprintf("a report has at most %d bytes of JSON; these are %d", MaxReportBytes, len(data))}
	}
	rep := new(Report)
	if err := json.UnmarshalExact(data, rep, readRecorded); err != nil {
		return nil, badReport(err)
	}
	if err := checkReport(rep); err != nil {
		return nil, err
	}
	if kernel, err := kernels.Lookup(rep.Program); err == nil {
		rep.Args = kernel.Arranged(rep.Args)
	}
	return rep, nil
}

// readRecorded reads a report's arguments, the one part of it that has a form of its own.
func readRecorded(into any, data json.Raw) error {
	args, ok := into.(*kernels.Args)
	if !ok {
		return fmt.Errorf("there is no reading of a %T", into)
	}
	var members map[string]json.Raw
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	order.By(names, func(a, b string) bool { return a < b })
	for _, name := range names {
		nums, list, err := recordedNumbers(members[name])
		if err != nil {
			return &kernels.Error{Code: kernels.CodeBadArgument, Field: "args." + clip(name), Value: clip(string(members[name])),
				Limit: "a number or a list of numbers", Message: fmt.Sprintf("%q must be a number or a list of numbers", clip(name))}
		}
		if *args, err = args.Recorded(name, list, nums); err != nil {
			return err
		}
	}
	return nil
}

func recordedNumbers(data json.Raw) (nums []float64, list bool, err error) {
	if len(data) > 0 && data[0] == '[' {
		err = json.UnmarshalStrict(data, &nums)
		return nums, true, err
	}
	var x float64
	err = json.UnmarshalStrict(data, &x)
	return []float64{x}, false, err
}

// badReport says of any error in reading what a program can act on.
func badReport(err error) error {
	fault := &kernels.Error{Code: CodeBadReport, Field: "report", Value: "", Limit: "JSON of " + Schema, Message: "this is no report: " + clip(err.Error())}
	if already, ok := errors.AsType[*kernels.Error](err); ok {
		return already
	}
	if wrong, ok := errors.AsType[*json.TypeError](err); ok && wrong.Field != "" {
		fault.Field, fault.Value, fault.Limit = clip(wrong.Field), clip(wrong.Value), formInReport(wrong.Type)
		fault.Message = fmt.Sprintf("%s must be %s; it is %s", fault.Field, fault.Limit, fault.Value)
	}
	if unknown, ok := errors.AsType[*json.UnknownError](err); ok {
		fault.Field, fault.Limit = clip(unknown.Field), "the fields of "+Schema
		fault.Message = fmt.Sprintf("a report has no field %q", fault.Field)
	}
	if missing, ok := errors.AsType[*json.MissingError](err); ok {
		fault.Field, fault.Value, fault.Limit = clip(missing.Field), "nothing", "always given"
		fault.Message = fmt.Sprintf("the report's field %q is missing", fault.Field)
	}
	if twice, ok := errors.AsType[*json.DuplicateError](err); ok {
		fault.Field, fault.Limit = clip(twice.Name), "once"
		fault.Message = fmt.Sprintf("%q is given twice", fault.Field)
	}
	if fault.Field == "" { // a name that is no name: the whole is at fault
		fault.Field = "report"
	}
	return fault
}

// formInReport says in words what a Go type takes.
func formInReport(goType string) string {
	switch goType {
	case "string", "bench.Status", "bench.WarningCode", "bench.Phase":
		return "text"
	case "bool":
		return "true or false"
	case "float64", "*float64":
		return "a number"
	case "int", "int64", "uint32":
		return "a whole number"
	case "[2]float64", "*[2]float64":
		return "two numbers"
	}
	if len(goType) > 2 && goType[:2] == "[]" {
		return "a list"
	}
	return "an object"
}

// known tells whether a word is one of a closed set.
func known[T ~string](word T, words ...T) bool { return slices.Contains(words, word) }
