package bench

import (
	"errors"
	"fmt"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/json"
)

// readArgs reads a program's arguments from JSON: an object as they are written in a Report, its values numbers, lists of
// numbers, or either as text; or all arguments in text form as one string. Nothing stands for the defaults.
// Every error is a [*kernels.Error].
func readArgs(kernel *kernels.Kernel, data json.Raw) (kernels.Args, error) {
	if len(data) == 0 {
		return kernel.ArgsFrom(nil)
	}
	var text string
	if json.UnmarshalStrict(data, &text) == nil {
		return kernel.ParseArgs(text)
	}
	var members map[string]json.Raw
	if err := json.UnmarshalStrict(data, &members); err != nil {
		return kernels.Args{}, badArgs(err)
	}
	given := make(map[string]string, len(members))
	for name, value := range members {
		text, err := argText(name, value)
		if err != nil {
			return kernels.Args{}, err
		}
		given[name] = text
	}
	return kernel.ArgsFrom(given)
}

// argText turns a JSON value into the text that a person would have typed for it. Numbers keep the form they were sent in,
// so that 1e400 or 1.5 meets the same check as typed text.
func argText(name string, value json.Raw) (string, error) {
	switch value[0] { // there is one, and no white space before it
	case '"':
		var text string
		err := json.Unmarshal(value, &text)
		return text, err
	case '[':
		var list []json.Raw
		if err := json.Unmarshal(value, &list); err != nil {
			return "", badArgs(err)
		}
		items := make([]string, len(list))
		for i, item := range list {
			if item[0] != '-' && (item[0] < '0' || item[0] > '9') {
				return "", &kernels.Error{Code: kernels.CodeBadArgument, Field: clip(name), Value: clip(string(item)), Limit: "a list of numbers",
					Message: fmt.Sprintf("%q must be a list of numbers; %s is not a number", clip(name), clip(string(item)))}
			}
			items[i] = string(item)
		}
		return strings.Join(items, ","), nil
	}
	return string(value), nil
}

func badArgs(err error) error {
	if twice, ok := errors.AsType[*json.DuplicateError](err); ok {
		return &kernels.Error{Code: kernels.CodeBadArgument, Field: clip(twice.Name), Limit: "once",
			Message: fmt.Sprintf("%q is given twice", clip(twice.Name))}
	}
	return &kernels.Error{Code: kernels.CodeBadArgument, Field: "args", Value: clip(err.Error()), Limit: "an object of numbers",
		Message: "args must be an object of numbers, or text such as n=1000: " + clip(err.Error())}
}
