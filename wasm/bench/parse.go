package bench

import (
	"errors"
	"fmt"
	"math"

	"velocidade/kernels"
	"velocidade/wasm/json"
)

// MaxSpecBytes is the most JSON that ParseSpec reads: many times what the longest list of arguments needs.
const MaxSpecBytes = 64 << 10

// ParseSpec reads a Spec from JSON, from whatever source: a link, a script, a message. It refuses what it does not
// know, so that a misspelt field is an error and not a default. The values are checked by [Resolve].
// Every error is a [*kernels.Error].
func ParseSpec(data []byte) (Spec, error) {
	if len(data) > MaxSpecBytes {
		return Spec{}, &kernels.Error{Code: CodeBadSpec, Field: "spec", Value: fmt.Sprintf("%d bytes", len(data)),
			Limit:   fmt.Sprintf("%d bytes", MaxSpecBytes),
			Message: fmt.Sprintf("a run is asked for in at most %d bytes of JSON; these are %d", MaxSpecBytes, len(data))}
	}
	var spec Spec
	if err := json.UnmarshalStrict(data, &spec); err != nil {
		return Spec{}, badSpec(err)
	}
	return spec, nil
}

func badSpec(err error) error {
	if wrong, ok := errors.AsType[*json.TypeError](err); ok && wrong.Field != "" {
		limit, value := formOf(wrong), clip(wrong.Value)
		if value == "null" {
			value = "null, which NaN becomes in JSON"
		}
		return &kernels.Error{Code: kernels.CodeBadArgument, Field: wrong.Field, Value: clip(wrong.Value), Limit: limit,
			Message: fmt.Sprintf("%s must be %s; this is %s", wrong.Field, limit, value)}
	}
	return &kernels.Error{Code: CodeBadSpec, Field: "spec", Value: clip(err.Error()), Limit: "a JSON object",
		Message: "a run is asked for as a JSON object with program, args, lanes, workers, blocks, seed: " + clip(err.Error())}
}

// formOf says what a field of a Spec takes.
func formOf(wrong *json.TypeError) string {
	switch wrong.Field {
	case "program":
		return "a program's name"
	case "lanes":
		return "a list of lanes' names"
	case "workers":
		return fmt.Sprintf("a list of whole numbers, 1 to %d", MaxWorkers)
	case "blocks":
		return fmt.Sprintf("a whole number, %d to %d", MinBlocks, MaxBlocks)
	case "seed":
		return fmt.Sprintf("a whole number, 0 to %d", uint32(math.MaxUint32))
	}
	return wrong.Type
}
