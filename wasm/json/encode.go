package json

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"unicode/utf8"

	"velocidade/wasm/order"
)

// Marshal writes a value as JSON. NaN and the infinities are errors, and so is a value that holds itself.
func Marshal(v any) ([]byte, error) { return appendValue(nil, reflect.ValueOf(v), 0) }

func appendValue(b []byte, v reflect.Value, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, errDepth
	}
	if !v.IsValid() {
		return append(b, "null"...), nil
	}
	t, kind := v.Type(), v.Kind()
	if t.PkgPath() != "" && kind != reflect.Interface { // only named types have methods
		switch own := methods(v).(type) {
		case marshaler:
			return appendOwn(b, own)
		case encoding.TextMarshaler:
			return nil, unsupported(t)
		}
	}
	switch kind {
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.AppendInt(b, v.Int(), 10), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return strconv.AppendUint(b, v.Uint(), 10), nil
	case reflect.Float32, reflect.Float64:
		return appendFloat(b, v.Float(), t)
	case reflect.String:
		return appendString(b, v.String()), nil
	case reflect.Pointer, reflect.Interface:
		return appendValue(b, v.Elem(), depth+1) // the element of nil is no value, which is null
	case reflect.Struct:
		return appendStruct(b, v, depth)
	case reflect.Map:
		return appendMap(b, v, depth)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return nil, unsupported(t)
		}
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		return appendList(b, v, depth)
	case reflect.Array:
		return appendList(b, v, depth)
	default:
		return nil, unsupported(t)
	}
}

// marshaler is json.Marshaler.
type marshaler interface{ MarshalJSON() ([]byte, error) }

func appendOwn(b []byte, own marshaler) ([]byte, error) {
	text, err := own.MarshalJSON()
	if err == nil {
		err = check(text)
	}
	if err != nil {
		return nil, fmt.Errorf("json: a value of type %T cannot be written: %w", own, err)
	}
	return append(b, text...), nil
}

func appendStruct(b []byte, v reflect.Value, depth int) ([]byte, error) {
	fields, err := fieldsOf(v.Type())
	if err != nil {
		return nil, err
	}
	b = append(b, '{')
	first := true
	for _, f := range fields {
		value := v.Field(f.index)
		if f.omitEmpty && isEmpty(value) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendString(b, f.name), ':')
		if b, err = appendValue(b, value, depth+1); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func isEmpty(v reflect.Value) bool {
	switch kind := v.Kind(); {
	case kind == reflect.Array || kind == reflect.Map || kind == reflect.Slice || kind == reflect.String:
		return v.Len() == 0
	case kind == reflect.Pointer || kind == reflect.Interface:
		return v.IsNil()
	case kind == reflect.Bool:
		return !v.Bool()
	case v.CanInt():
		return v.Int() == 0
	case v.CanUint():
		return v.Uint() == 0
	}
	return v.CanFloat() && v.Float() == 0
}

func appendMap(b []byte, v reflect.Value, depth int) ([]byte, error) {
	if v.Type().Key() != textKey {
		return nil, unsupported(v.Type())
	}
	if v.IsNil() {
		return append(b, "null"...), nil
	}
	names := make([]string, 0, v.Len())
	for _, key := range v.MapKeys() {
		names = append(names, key.String())
	}
	order.By(names, func(a, b string) bool { return a < b })
	b = append(b, '{')
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, name), ':')
		var err error
		if b, err = appendValue(b, v.MapIndex(reflect.ValueOf(name)), depth+1); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func appendList(b []byte, v reflect.Value, depth int) ([]byte, error) {
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendValue(b, v.Index(i), depth+1); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

// appendFloat writes the shortest number that reads back the same, in the form that JavaScript gives it.
func appendFloat(b []byte, x float64, t reflect.Type) ([]byte, error) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil, fmt.Errorf("json: the %s %v has no form in JSON", t, x)
	}
	least, most := 1e-6, 1e21
	if t.Bits() == 32 {
		least, most = float64(float32(least)), float64(float32(most))
	}
	format := byte('f')
	if abs := math.Abs(x); abs != 0 && (abs < least || abs >= most) {
		format = 'e'
	}
	b = strconv.AppendFloat(b, x, format, -1, t.Bits())
	if n := len(b); format == 'e' && n >= 4 && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' {
		b[n-2] = b[n-1] // e-09 is e-9 in JavaScript
		b = b[:n-1]
	}
	return b, nil
}

// appendString writes a string so that it is safe in HTML and in JavaScript too; what is no UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\b':
			b = append(b, `\b`...)
		case r == '\f':
			b = append(b, `\f`...)
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r == '\t':
			b = append(b, `\t`...)
		case r < ' ' || r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029' || r == utf8.RuneError && size == 1:
			b = append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			b = append(b, s[i:i+size]...)
		}
		i += size
	}
	return append(b, '"')
}
