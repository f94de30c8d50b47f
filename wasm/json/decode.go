package json

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
)

// Unmarshal reads one JSON value into the new value that v points to. Names that a struct does not have are passed over.
// How much there may be is for the caller to bound.
func Unmarshal(data []byte, v any) error { return unmarshal(data, v, false) }

// UnmarshalStrict is Unmarshal, but a name that a struct does not have is an error, and so is null for anything but Raw and
// any: a NaN that was to be a number is null by the time it is JSON, and must not pass for a value left out.
func UnmarshalStrict(data []byte, v any) error { return unmarshal(data, v, true) }

func unmarshal(data []byte, v any, strict bool) error {
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return fmt.Errorf("json: values are read into a pointer; %T is none", v)
	}
	d := &decoder{scanner: scanner{data: data}, strict: strict}
	if err := d.value(p.Elem()); err != nil {
		return err
	}
	return d.end()
}

type decoder struct {
	scanner
	strict bool
	exact  bool                           // see UnmarshalExact
	own    func(into any, data Raw) error // likewise
	path   []string
}

func (d *decoder) value(v reflect.Value) error {
	if err := d.enter(); err != nil {
		return err
	}
	defer d.leave()
	t, next := v.Type(), d.peek()
	if t.PkgPath() != "" { // only named types have methods
		if t == rawType {
			text, err := d.raw()
			v.SetBytes(append([]byte(nil), text...))
			return err
		}
		switch methods(v).(type) {
		case marshaler, encoding.TextMarshaler:
			if d.own != nil {
				return d.readOwn(v)
			}
			return unsupported(t)
		}
	}
	if next == 'n' {
		if d.strict && v.Kind() != reflect.Interface && !(d.exact && v.Kind() == reflect.Pointer) {
			return d.mismatch(pointedAt(t))
		}
		switch v.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
			v.SetZero()
		}
		return d.skip()
	}
	switch v.Kind() {
	case reflect.Bool:
		if next != 't' && next != 'f' {
			return d.mismatch(t)
		}
		v.SetBool(next == 't')
		return d.skip()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr,
		reflect.Float32, reflect.Float64:
		return d.numeric(v)
	case reflect.String:
		text, err := d.text(t)
		v.SetString(text)
		return err
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(t.Elem()))
		}
		return d.value(v.Elem())
	case reflect.Struct:
		return d.fields(v)
	case reflect.Map:
		return d.members(v)
	case reflect.Slice, reflect.Array:
		return d.items(v)
	case reflect.Interface:
		return d.dynamic(v)
	default:
		return unsupported(t)
	}
}

// pointedAt gives the type that JSON for a pointer has to fit.
func pointedAt(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func (d *decoder) text(t reflect.Type) (string, error) {
	if d.peek() != '"' {
		return "", d.mismatch(t)
	}
	return d.string()
}

func (d *decoder) numeric(v reflect.Value) error {
	start := *d
	if next := d.peek(); next != '-' && (next < '0' || next > '9') {
		return d.mismatch(v.Type())
	}
	text, err := d.number()
	if err != nil {
		return err
	}
	switch bits := v.Type().Bits(); {
	case v.CanInt():
		var n int64
		n, err = strconv.ParseInt(text, 10, bits)
		v.SetInt(n)
	case v.CanUint():
		var n uint64
		n, err = strconv.ParseUint(text, 10, bits)
		v.SetUint(n)
	default:
		var x float64
		x, err = strconv.ParseFloat(text, bits)
		v.SetFloat(x)
	}
	if err != nil {
		return start.mismatch(v.Type())
	}
	return nil
}

func (d *decoder) fields(v reflect.Value) error {
	fields, err := fieldsOf(v.Type())
	if err != nil {
		return err
	}
	if d.peek() != '{' {
		return d.mismatch(v.Type())
	}
	given := make([]bool, len(fields))
	err = d.object(func(name string) error {
		i := find(fields, name)
		switch {
		case i >= 0 && given[i] && d.exact:
			return &DuplicateError{d.here(name)}
		case i >= 0 && given[i]:
			return &DuplicateError{name}
		case i >= 0:
			given[i] = true
			return d.member(name, v.Field(fields[i].index))
		case d.strict:
			return &UnknownError{d.here(name)}
		}
		return d.skip()
	})
	if err == nil && d.exact {
		err = d.missing(fields, given)
	}
	return err
}

// members reads an object into a map.
func (d *decoder) members(v reflect.Value) error {
	t := v.Type()
	if t.Key() != textKey {
		return unsupported(t)
	}
	if d.peek() != '{' {
		return d.mismatch(t)
	}
	v.Set(reflect.MakeMap(t))
	return d.object(func(name string) error {
		key := reflect.ValueOf(name)
		if v.MapIndex(key).IsValid() {
			return &DuplicateError{name}
		}
		value := reflect.New(t.Elem()).Elem()
		err := d.member(name, value)
		v.SetMapIndex(key, value)
		return err
	})
}

func (d *decoder) member(name string, v reflect.Value) error {
	d.path = append(d.path, name)
	err := d.value(v)
	d.path = d.path[:len(d.path)-1]
	return err
}

func (d *decoder) items(v reflect.Value) error {
	t, slice := v.Type(), v.Kind() == reflect.Slice
	if slice && t.Elem().Kind() == reflect.Uint8 {
		return unsupported(t)
	}
	if d.peek() != '[' {
		return d.mismatch(t)
	}
	if slice {
		v.Set(reflect.MakeSlice(t, 0, 0))
	}
	start, n := *d, 0
	err := d.list(func() error {
		if slice {
			v.Grow(1)
			v.SetLen(n + 1)
		} else if n == v.Len() {
			return start.mismatch(t)
		}
		n++
		return d.item(v.Index(n-1), n-1)
	})
	if err == nil && n < v.Len() {
		err = start.mismatch(t)
	}
	return err
}

// dynamic reads whatever there is into an interface that takes everything, as the types that encoding/json chooses.
func (d *decoder) dynamic(v reflect.Value) error {
	if v.NumMethod() > 0 {
		return unsupported(v.Type())
	}
	var into any
	switch d.peek() {
	case '{':
		into = new(map[string]any)
	case '[':
		into = new([]any)
	case '"':
		into = new(string)
	case 't', 'f':
		into = new(bool)
	default:
		into = new(float64)
	}
	value := reflect.ValueOf(into).Elem()
	err := d.value(value)
	v.Set(value)
	return err
}

// mismatch is the error for what stands here instead of a value of type t, or that this is no JSON at all.
func (d *decoder) mismatch(t reflect.Type) error {
	raw, err := d.raw()
	if err != nil {
		return err
	}
	what := ""
	switch raw[0] {
	case '{':
		what = "an object"
	case '[':
		what = "an array"
	case '"':
		what = "a string"
	case 't', 'f':
		what = "a truth value"
	case 'n':
		what = "null"
	default:
		what = "the number " + string(raw)
	}
	return &TypeError{Field: d.where(), Value: what, Type: t.String()}
}
