package json

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// UnmarshalExact is UnmarshalStrict for what has been written by Marshal: every field must be there unless it has omitempty,
// null stands for a nil pointer and nothing else, and errors say where in which list. Own reads the values of types that
// have a MarshalJSON, which no other reading here can: it is given a pointer to the value, and its JSON.
func UnmarshalExact(data []byte, v any, own func(into any, data Raw) error) error {
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return fmt.Errorf("json: values are read into a pointer; %T is none", v)
	}
	d := &decoder{scanner: scanner{data: data}, strict: true, exact: true, own: own}
	if err := d.value(p.Elem()); err != nil {
		return err
	}
	return d.end()
}

// UnknownError says that an object has a name that is not one of its type's.
type UnknownError struct{ Field string }

func (e *UnknownError) Error() string { return fmt.Sprintf("json: there is no field %q", e.Field) }

// MissingError says that an object lacks a field.
type MissingError struct{ Field string }

func (e *MissingError) Error() string { return fmt.Sprintf("json: the field %q is missing", e.Field) }

// here gives the names on the way to a member of what is being read.
func (d *decoder) here(name string) string {
	if len(d.path) == 0 {
		return name
	}
	return d.where() + "." + name
}

// where gives the names on the way to what is being read: "lanes[2].samplesMs".
func (d *decoder) where() string {
	return strings.ReplaceAll(strings.Join(d.path, "."), ".[", "[")
}

// missing reports the first field that should have been given.
func (d *decoder) missing(fields []field, given []bool) error {
	for i, f := range fields {
		if !given[i] && !f.omitEmpty {
			return &MissingError{d.here(f.name)}
		}
	}
	return nil
}

// item reads the item of a list.
func (d *decoder) item(v reflect.Value, i int) error {
	if !d.exact {
		return d.value(v)
	}
	return d.member("["+strconv.Itoa(i)+"]", v)
}

// readOwn reads a value of a type that has a form of its own.
func (d *decoder) readOwn(v reflect.Value) error {
	text, err := d.raw()
	if err != nil {
		return err
	}
	return d.own(v.Addr().Interface(), Raw(text))
}
