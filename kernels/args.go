package kernels

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
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
// ReadArgs make them, so a Kernel's functions never see a value outside its range.
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

// MarshalJSON gives an object of numbers and, for lists, arrays of numbers.
func (a Args) MarshalJSON() ([]byte, error) {
	object := make(map[string]any, len(a.values))
	for _, v := range a.values {
		if v.param.Kind == Ints {
			object[v.param.Name] = v.nums
		} else {
			object[v.param.Name] = v.nums[0]
		}
	}
	return json.Marshal(object)
}

// ParseArgs reads arguments as text: name=value, parted by commas. A list's items are parted by commas too: a piece
// without "=" belongs to the list before it. Parameters left out take their defaults.
func (k *Kernel) ParseArgs(text string) (Args, error) {
	given := map[string]string{}
	last := ""
	for piece := range strings.SplitSeq(text, ",") {
		name, val, found := strings.Cut(piece, "=")
		name, val = strings.TrimSpace(name), strings.TrimSpace(val)
		switch {
		case found:
			if _, twice := given[name]; twice {
				return Args{}, &Error{Code: CodeBadArgument, Field: name, Value: clip(val),
					Message: fmt.Sprintf("%s is given twice", clip(name))}
			}
			given[name], last = val, name
		case last != "":
			given[last] += "," + name
		case strings.TrimSpace(piece) != "":
			return Args{}, &Error{Code: CodeBadArgument, Field: "args", Value: clip(piece), Limit: "name=value",
				Message: fmt.Sprintf("arguments are written name=value, parted by commas; %q is not", clip(piece))}
		}
	}
	return k.args(given)
}

// ReadArgs reads arguments from JSON: an object as MarshalJSON gives it, or the text form as a string. Empty input and
// null stand for the defaults.
func (k *Kernel) ReadArgs(data []byte) (Args, error) {
	if len(data) == 0 {
		return k.args(nil)
	}
	if data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return Args{}, badArgs(err)
		}
		return k.ParseArgs(text)
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return Args{}, badArgs(err)
	}
	given := make(map[string]string, len(object))
	for name, raw := range object {
		// A number keeps the form it was sent in, so that 1e400 or 1.5 meets the same check as typed text.
		text := strings.TrimSpace(string(raw))
		switch {
		case strings.HasPrefix(text, `"`):
			if err := json.Unmarshal(raw, &text); err != nil {
				return Args{}, badArgs(err)
			}
		case strings.HasPrefix(text, "["):
			text = strings.Trim(text, "[]")
		}
		given[name] = text
	}
	return k.args(given)
}

func badArgs(err error) error {
	return &Error{Code: CodeBadArgument, Field: "args", Value: clip(err.Error()), Limit: "an object of numbers",
		Message: "args must be an object of numbers, or text such as n=1000: " + clip(err.Error())}
}

func (k *Kernel) args(given map[string]string) (Args, error) {
	a := Args{values: make([]value, 0, len(k.Params))}
	for i := range k.Params {
		p := &k.Params[i]
		text, ok := given[p.Name]
		if !ok {
			text = p.Default
		}
		nums, err := p.parse(text)
		if err != nil {
			return Args{}, err
		}
		a.values = append(a.values, value{p, nums})
		delete(given, p.Name)
	}
	if len(given) > 0 {
		unknown := slices.Sorted(func(yield func(string) bool) {
			for name := range given {
				if !yield(name) {
					return
				}
			}
		})[0]
		names := make([]string, len(k.Params))
		for i, p := range k.Params {
			names[i] = p.Name
		}
		return Args{}, &Error{Code: CodeUnknownParameter, Field: clip(unknown), Value: clip(given[unknown]), Limit: strings.Join(names, ", "),
			Message: fmt.Sprintf("%s has no parameter %q; it has %s", k.Name, clip(unknown), strings.Join(names, ", "))}
	}
	return a, nil
}

func (p *Param) parse(text string) ([]float64, error) {
	items := []string{text}
	if p.Kind == Ints {
		items = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' })
		if len(items) == 0 || len(items) > p.MaxItems {
			return nil, &Error{Code: CodeOutOfRange, Field: p.Name, Value: strconv.Itoa(len(items)), Limit: fmt.Sprintf("1 to %d items", p.MaxItems),
				Message: fmt.Sprintf("%s takes 1 to %d numbers; %d were given", p.Name, p.MaxItems, len(items))}
		}
	}
	nums := make([]float64, len(items))
	for i, item := range items {
		x, err := p.number(strings.TrimSpace(item))
		if err != nil {
			return nil, err
		}
		nums[i] = x
	}
	return nums, nil
}

func (p *Param) number(text string) (float64, error) {
	what, limit := "a number", fmt.Sprintf("%s to %s", show(p.Min), show(p.Max))
	if p.Kind != Float {
		what = "a whole number"
	}
	// ParseFloat takes "inf", "nan", "0x1p4" and "1_0" too; none of them is what a person means in a form.
	x, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(x, 0) || text == "" || strings.ContainsAny(text, "xXnN_pP") ||
		p.Kind != Float && x != math.Trunc(x) && !math.IsInf(x, 0) {
		return 0, &Error{Code: CodeBadArgument, Field: p.Name, Value: clip(text), Limit: limit,
			Message: fmt.Sprintf("%s must be %s from %s; %q is not", p.Name, what, limit, clip(text))}
	}
	if !(x >= p.Min && x <= p.Max) {
		return 0, &Error{Code: CodeOutOfRange, Field: p.Name, Value: clip(text), Limit: limit,
			Message: fmt.Sprintf("%s must be from %s; %s is outside", p.Name, limit, clip(text))}
	}
	return x, nil
}

func show(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
