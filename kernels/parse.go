package kernels

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// MaxArgsLen is the most bytes that arguments may take as text or JSON; the longest list allowed needs a third of it.
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
				return Args{}, givenTwice(name, val)
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
	return k.args(given)
}

// ReadArgs reads arguments from JSON: an object as MarshalJSON gives it, its values numbers, lists of numbers, or either
// as text; or all arguments in text form as one string. Empty input and null stand for the defaults. Every error is an
// [*Error].
func (k *Kernel) ReadArgs(data []byte) (Args, error) {
	if err := checkArgsLen(len(data)); err != nil {
		return Args{}, err
	}
	data = bytes.TrimSpace(data)
	if len(data) == 0 || string(data) == "null" {
		return k.args(nil)
	}
	if data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return Args{}, badArgs(err)
		}
		return k.ParseArgs(text)
	}
	if !json.Valid(data) || data[0] != '{' {
		return Args{}, badArgs(errors.New("this is something else"))
	}
	// Token by token, because a map would silently keep the last of two values of the same name.
	given := map[string]string{}
	object := json.NewDecoder(bytes.NewReader(data))
	if _, err := object.Token(); err != nil {
		return Args{}, badArgs(err)
	}
	for object.More() {
		token, err := object.Token()
		if err != nil {
			return Args{}, badArgs(err)
		}
		name, _ := token.(string) // a valid object's names are strings
		var raw json.RawMessage
		if err := object.Decode(&raw); err != nil {
			return Args{}, badArgs(err)
		}
		if _, twice := given[name]; twice {
			return Args{}, givenTwice(name, string(raw))
		}
		given[name], err = valueText(name, raw)
		if err != nil {
			return Args{}, err
		}
	}
	return k.args(given)
}

// valueText turns a JSON value into the text that a person would have typed for it.
func valueText(name string, raw json.RawMessage) (string, error) {
	switch raw[0] {
	case '"':
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return "", badArgs(err)
		}
		return text, nil
	case '[':
		// Numbers keep the form they were sent in, so that 1e400 or 1.5 meets the same check as typed text.
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			return "", badArgs(err)
		}
		items := make([]string, len(list))
		for i, item := range list {
			if !strings.ContainsRune("-0123456789", rune(item[0])) {
				return "", &Error{Code: CodeBadArgument, Field: clip(name), Value: clip(string(item)), Limit: "a list of numbers",
					Message: fmt.Sprintf("%q must be a list of numbers; %s is not a number", clip(name), clip(string(item)))}
			}
			items[i] = string(item)
		}
		return strings.Join(items, ","), nil
	}
	return string(raw), nil
}

func checkArgsLen(n int) error {
	if n <= MaxArgsLen {
		return nil
	}
	return &Error{Code: CodeOutOfRange, Field: "args",
		Value: fmt.Sprintf("%d bytes", n), Limit: fmt.Sprintf("%d bytes", MaxArgsLen),
		Message: fmt.Sprintf("arguments may be %d bytes long; these are %d", MaxArgsLen, n)}
}

func givenTwice(name, value string) error {
	return &Error{Code: CodeBadArgument, Field: clip(name), Value: clip(value), Limit: "once",
		Message: fmt.Sprintf("%q is given twice", clip(name))}
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
		unknown := slices.Min(slices.Collect(maps.Keys(given)))
		names := make([]string, len(k.Params))
		for i, p := range k.Params {
			names[i] = p.Name
		}
		known := strings.Join(names, ", ")
		return Args{}, &Error{Code: CodeUnknownParameter, Field: clip(unknown), Value: clip(given[unknown]), Limit: known,
			Message: fmt.Sprintf("%s has no parameter %q; it has %s", k.Name, clip(unknown), known)}
	}
	return a, nil
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
