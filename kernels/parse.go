package kernels

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// MaxArgsLen is the most bytes that arguments may take as text; the longest list allowed needs a third of it.
const MaxArgsLen = 4096

// ParseArgs reads arguments as text: name=value, parted by commas. A list's items are parted by commas too: a piece
// without "=" belongs to the list before it. Empty pieces, as a comma at the end leaves them, are passed over.
// Parameters left out take their defaults. Every error is an [*Error].
func (k *Kernel) ParseArgs(text string) (Args, error) {
	if err := checkArgsLen(len(text)); err != nil {
		return Args{}, err
	}
	given := map[string]string{}
	last := ""
	for piece := range strings.SplitSeq(text, ",") {
		name, val, found := strings.Cut(piece, "=")
		name, val = strings.TrimSpace(name), strings.TrimSpace(val)
		switch {
		case found:
			if _, twice := given[name]; twice {
				return Args{}, &Error{Code: CodeBadArgument, Field: clip(name), Value: clip(val), Limit: "once",
					Message: fmt.Sprintf("%q is given twice", clip(name))}
			}
			given[name], last = val, name
		case name == "":
		case last != "":
			given[last] += "," + name
		default:
			return Args{}, &Error{Code: CodeBadArgument, Field: "args", Value: clip(piece), Limit: "name=value",
				Message: fmt.Sprintf("arguments are written name=value, parted by commas; %q is not", clip(piece))}
		}
	}
	return k.ArgsFrom(given)
}

// ArgsFrom takes arguments by name, each as the text that would stand for it in a link. Those left out take their defaults.
// Every error is an [*Error].
func (k *Kernel) ArgsFrom(given map[string]string) (Args, error) {
	size := 0
	for name, text := range given {
		size += len(name) + len(text)
	}
	if err := checkArgsLen(size); err != nil {
		return Args{}, err
	}
	a := Args{values: make([]value, 0, len(k.Params))}
	known := make([]string, len(k.Params))
	for i := range k.Params {
		p := &k.Params[i]
		known[i] = p.Name
		text, ok := given[p.Name]
		if !ok {
			text = p.Default
		}
		nums, err := p.parse(text)
		if err != nil {
			return Args{}, err
		}
		a.values = append(a.values, value{p, nums})
	}
	// Of several unknown names always the same one is told.
	unknown, found := "", false
	for name := range given {
		if !slices.Contains(known, name) && (!found || name < unknown) {
			unknown, found = name, true
		}
	}
	if found {
		limit := strings.Join(known, ", ")
		return Args{}, &Error{Code: CodeUnknownParameter, Field: clip(unknown), Value: clip(given[unknown]), Limit: limit,
			Message: fmt.Sprintf("%s has no parameter %q; it has %s", k.Name, clip(unknown), limit)}
	}
	return a, nil
}

func checkArgsLen(n int) error {
	if n <= MaxArgsLen {
		return nil
	}
	return &Error{Code: CodeOutOfRange, Field: "args",
		Value: fmt.Sprintf("%d bytes", n), Limit: fmt.Sprintf("%d bytes", MaxArgsLen),
		Message: fmt.Sprintf("arguments may be %d bytes long; these are %d", MaxArgsLen, n)}
}

func (p *Param) parse(text string) ([]float64, error) {
	items := []string{text}
	if p.Kind == Ints {
		items = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
		if len(items) == 0 || len(items) > p.MaxItems {
			return nil, &Error{Code: CodeOutOfRange, Field: p.Name,
				Value: strconv.Itoa(len(items)), Limit: fmt.Sprintf("1 to %d items", p.MaxItems),
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
	if x == 0 {
		x = 0 // −0 prints as "-0"
	}
	return x, nil
}

func show(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
