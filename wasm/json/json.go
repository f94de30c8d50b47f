// Package json reads and writes JSON as encoding/json does, as far as the engine needs it, for a third of the bytes: every
// visitor's browser loads the engine, and of a program that imports fmt, context, time and sync encoding/json makes up 141
// of 736 KB, compressed. Outside the engine, in tools and in tests, encoding/json is the one to use: the struct tags are
// the same, and so is the JSON.
//
//	struct tags        name, "-" and omitempty; fields without a tag go by their Go name
//	own forms          MarshalJSON writes them; of such types only Raw is read
//	kinds              bool, whole numbers, floats, string, struct, slice, array, map by strings, pointer, any
//
// Left out, and refused with an error instead of being written otherwise than encoding/json would: embedded fields, the
// options string and omitzero, maps by anything but string, []byte, which would need base64, and types with MarshalText. That
// UnmarshalJSON and UnmarshalText are not called saves 14 KB alone: time.Time has them, and would bring its parser. What
// MarshalJSON gives is checked, and then written as it is.
//
// Reading is stricter: names match exactly, nothing may be given twice, and an array takes as many items as it has. What is
// read here encoding/json reads too, and as the same value, unless a name that is passed over differs from a field's by
// nothing but upper and lower case.
package json

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
)

// maxDepth bounds how deep values are nested, so that neither hostile input nor a value that holds itself takes up the stack.
// It counts pointers too.
const maxDepth = 500

var errDepth = fmt.Errorf("json: values are nested more than %d deep", maxDepth)

// TypeError says that JSON of one type stands where a value of another belongs.
type TypeError struct {
	Field string // names on the way to it, parted by points; empty at the top
	Value string // what stands there: "a string", "the number 1.5"
	Type  string // the Go type that it has to fit
}

func (e *TypeError) Error() string {
	where := ""
	if e.Field != "" {
		where = e.Field + ": "
	}
	return fmt.Sprintf("json: %s%s does not fit the type %s", where, e.Value, e.Type)
}

// DuplicateError says that an object has a name twice.
type DuplicateError struct{ Name string }

func (e *DuplicateError) Error() string { return fmt.Sprintf("json: %q is given twice", e.Name) }

// Raw is JSON that is read or written later; nil stands for null.
type Raw []byte

// MarshalJSON gives the JSON as it is.
func (r Raw) MarshalJSON() ([]byte, error) {
	if r == nil {
		return []byte("null"), nil
	}
	return r, nil
}

// UnmarshalJSON keeps a copy of the JSON, for encoding/json.
func (r *Raw) UnmarshalJSON(data []byte) error {
	*r = append((*r)[:0], data...)
	return nil
}

// field is a struct's field that has a place in JSON.
type field struct {
	index     int
	name      string
	omitEmpty bool
}

var (
	structsMu sync.Mutex
	structs   = map[reflect.Type][]field{}
)

func fieldsOf(t reflect.Type) ([]field, error) {
	structsMu.Lock()
	defer structsMu.Unlock()
	if fields, known := structs[t]; known {
		return fields, nil
	}
	fields := []field{}
	for i := range t.NumField() {
		f := t.Field(i)
		tag := tagOf(f)
		if tag == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		name, option, _ := strings.Cut(tag, ",")
		if f.Anonymous || option != "" && option != "omitempty" {
			return nil, fmt.Errorf("json: field %s of %s is embedded or has an option other than omitempty", f.Name, t)
		}
		if name == "" {
			name = f.Name
		}
		if find(fields, name) >= 0 {
			return nil, fmt.Errorf("json: %s has two fields named %q", t, name)
		}
		fields = append(fields, field{i, name, option != ""})
	}
	structs[t] = fields
	return fields, nil
}

// tagOf is f.Tag.Get("json") without escapes, for which reflect would bring in what unquotes a Go string.
func tagOf(f reflect.StructField) string {
	_, rest, _ := strings.Cut(" "+string(f.Tag), ` json:"`)
	tag, _, _ := strings.Cut(rest, `"`)
	return tag
}

// find gives the place of the field of that name, or -1. Structs are small: a map would gain nothing.
func find(fields []field, name string) int {
	for i := range fields {
		if fields[i].name == name {
			return i
		}
	}
	return -1
}

// textKey is the one type that a map's names may have: another could have a form of its own.
var textKey = reflect.TypeFor[string]()

var rawType = reflect.TypeFor[Raw]()

// methods gives a value with all the methods to be had: as in encoding/json, those of a pointer count where there is one.
func methods(v reflect.Value) any {
	if v.CanAddr() {
		v = v.Addr()
	}
	return v.Interface()
}

func unsupported(t reflect.Type) error {
	return fmt.Errorf("json: the type %s has no form in JSON here", t)
}
