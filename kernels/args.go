package kernels

import (
	"fmt"
	"strconv"
	"strings"
)

// MaxInt is the largest whole number that any runtime we compare can hold exactly: 2⁵³−1, JavaScript's limit.
const MaxInt = 1<<53 - 1

// Kind is the type of a parameter.
type Kind string

const (
	Int   Kind = "int"   // a whole number
	Float Kind = "float" // a finite number
	Ints  Kind = "ints"  // a list of whole numbers
)

// Param describes one parameter of a program.
type Param struct {
	Name     string  `json:"name"` // in links, CLI and API
	Kind     Kind    `json:"kind"`
	Label    string  `json:"label"`          // in forms
	Unit     string  `json:"unit,omitempty"` // what the number counts, after the number: "pixels", "numbers"
	Doc      string  `json:"doc"`            // one sentence
	Default  string  `json:"default"`        // as text, as it would stand in a link
	Min      float64 `json:"min"`            // smallest value allowed, of each item for a list
	Max      float64 `json:"max"`            // largest value allowed, likewise
	MaxItems int     `json:"maxItems,omitempty"`
}

// Args are the values of a program's parameters, all of them, checked against their limits. Only ParseArgs and
// ArgsFrom make them, so a Kernel's functions never see a value outside its range.
type Args struct{ values []value }

type value struct {
	param *Param
	nums  []float64
}

// Int returns the whole number of that name. A name the program does not have is a mistake in its file: it panics.
func (a Args) Int(name string) int64 { return int64(a.get(name)[0]) }

// Float returns the number of that name.
func (a Args) Float(name string) float64 { return a.get(name)[0] }

// Ints returns the list of that name.
func (a Args) Ints(name string) []int64 {
	nums := a.get(name)
	list := make([]int64, len(nums))
	for i, x := range nums {
		list[i] = int64(x)
	}
	return list
}

func (a Args) get(name string) []float64 {
	for _, v := range a.values {
		if v.param.Name == name {
			return v.nums
		}
	}
	panic(fmt.Sprintf("kernels: no parameter %q", name))
}

// String gives the arguments as text that ParseArgs reads: "width=800,height=600".
func (a Args) String() string {
	parts := make([]string, len(a.values))
	for i, v := range a.values {
		parts[i] = v.param.Name + "=" + v.text()
	}
	return strings.Join(parts, ",")
}

// Text returns one argument as text, as it would stand in a link.
func (a Args) Text(name string) string {
	for _, v := range a.values {
		if v.param.Name == name {
			return v.text()
		}
	}
	return ""
}

func (v value) text() string {
	nums := make([]string, len(v.nums))
	for i, x := range v.nums {
		nums[i] = strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strings.Join(nums, ",")
}

// MarshalJSON gives an object of numbers and, for lists, arrays of numbers. It is written by hand, since encoding/json would
// be a fifth of what a visitor's browser has to load; names need no escapes.
func (a Args) MarshalJSON() ([]byte, error) {
	parts := make([]string, len(a.values))
	for i, v := range a.values {
		text := v.text()
		if v.param.Kind == Ints {
			text = "[" + text + "]"
		}
		parts[i] = `"` + v.param.Name + `":` + text
	}
	return []byte("{" + strings.Join(parts, ",") + "}"), nil
}
