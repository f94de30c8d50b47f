package kernels

import (
	"fmt"
	"math"
	"strconv"
)

// maxRecorded bounds the arguments that a report may bring, and the numbers in one of them.
const (
	maxRecorded      = 32
	maxRecordedItems = 1000
)

// Recorded adds an argument as a report has it, whatever the programs here take: another build measured, and its program
// may be one that this build does not have. Such arguments are to be shown and passed on, not to be run with: [Kernel.ArgsFrom]
// checks them for that. Every error is an [*Error].
func (a Args) Recorded(name string, list bool, nums []float64) (Args, error) {
	fault := func(value, limit, message string) (Args, error) {
		return Args{}, &Error{Code: CodeBadArgument, Field: "args." + clip(name), Value: clip(value), Limit: limit, Message: message}
	}
	switch {
	case !isName(name) || len(name) > 40:
		return fault(name, "a name of lower-case letters and digits", fmt.Sprintf("%q is no parameter's name", clip(name)))
	case len(a.values) == maxRecorded:
		return fault(name, fmt.Sprintf("%d arguments", maxRecorded), fmt.Sprintf("a report has at most %d arguments", maxRecorded))
	case len(nums) == 0 || len(nums) > maxRecordedItems || !list && len(nums) > 1:
		return fault(fmt.Sprintf("%d numbers", len(nums)), fmt.Sprintf("1 to %d numbers", maxRecordedItems),
			fmt.Sprintf("%s has 1 to %d numbers, not %d", name, maxRecordedItems, len(nums)))
	}
	for _, x := range nums {
		if math.IsNaN(x) || math.Abs(x) > MaxInt {
			text := strconv.FormatFloat(x, 'g', -1, 64)
			return fault(text, fmt.Sprintf("up to %d", int64(MaxInt)), fmt.Sprintf("%s must be from %d to %d; %s is outside", name, int64(-MaxInt), int64(MaxInt), text))
		}
	}
	kind := Float
	if list {
		kind = Ints
	}
	a.values = append(a.values[:len(a.values):len(a.values)], value{&Param{Name: name, Kind: kind}, nums})
	return a, nil
}

// Arranged gives arguments in the order in which the program has its parameters, those that it does not have last: however
// they were written down, the same arguments read the same.
func (k *Kernel) Arranged(a Args) Args {
	arranged := Args{values: make([]value, 0, len(a.values))}
	take := func(wanted func(name string) bool) {
		for _, v := range a.values {
			if wanted(v.param.Name) {
				arranged.values = append(arranged.values, v)
			}
		}
	}
	own := map[string]bool{}
	for _, p := range k.Params {
		own[p.Name] = true
		take(func(name string) bool { return name == p.Name })
	}
	take(func(name string) bool { return !own[name] })
	return arranged
}
