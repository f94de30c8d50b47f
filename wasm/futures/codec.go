package futures

import (
	"encoding"
	"errors"
	"fmt"
	"strings"

	"velocidade/wasm/json"
)

// encode turns an argument or a result, of which v points at the value, into bytes: a []byte as it is, a type with
// MarshalBinary by that, and everything else as JSON, which workers of other runtimes can read too. It takes a pointer as
// decode does, so that both find the same methods.
func encode(v any) ([]byte, error) {
	var (
		data   []byte
		err    error
		nested *EncodeError
	)
	switch v := v.(type) {
	case *[]byte:
		return *v, nil
	case *None:
		return nil, nil
	case encoding.BinaryMarshaler:
		data, err = v.MarshalBinary()
	default:
		data, err = json.Marshal(v)
	}
	switch {
	case err == nil:
		return data, nil
	case errors.As(err, &nested): // of one argument among a chunk's
		return nil, nested
	}
	return nil, &EncodeError{Type: strings.TrimPrefix(fmt.Sprintf("%T", v), "*"), Cause: err}
}

// decode is encode's inverse; v is a pointer. Bytes are kept, not copied.
func decode(data []byte, v any) error {
	var err error
	switch v := v.(type) {
	case *[]byte:
		*v = data
	case *None:
	case encoding.BinaryUnmarshaler:
		err = v.UnmarshalBinary(data)
	default:
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		return fmt.Errorf("futures: %d bytes are not a %T: %w", len(data), v, err)
	}
	return nil
}

// None is the argument of a function that needs none, or the result of one that has none. It weighs nothing on the way.
type None struct{}
