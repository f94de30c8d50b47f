package chapter

import (
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// fields reads a YAML mapping field by field. What is wrong is noted with the file, the line and the field's whole name,
// and reading goes on, so that an author hears of everything at once.
type fields struct {
	file   string
	line   int    // of the file, at which the YAML begins
	path   string // names on the way to this mapping, each followed by a point
	node   *yaml.Node
	read   map[string]bool
	below  map[string]*fields
	faults *[]error
}

// readFields reads YAML that begins in the given line of the file. Where it is no mapping, that is the only fault.
func readFields(file string, line int, path string, text []byte) *fields {
	f := &fields{file: file, line: line, path: path, faults: new([]error)}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		f.fault("", err.Error())
		return f
	}
	if len(document.Content) == 1 {
		f.node = document.Content[0]
	}
	if f.node == nil || f.node.Kind != yaml.MappingNode {
		f.fault("", "must be fields, each a name, a colon and a value")
		f.node = nil
	}
	return f
}

func (f *fields) fault(name, message string) {
	at := f.line
	if node := f.get(name); node != nil {
		at += node.Line
	} else if f.node != nil {
		at += f.node.Line
	}
	field := f.path + name
	if name == "" && field != "" {
		field = field[:len(field)-1]
	}
	if field != "" {
		field += ": "
	}
	*f.faults = append(*f.faults, fmt.Errorf("%s:%d: %s%s", f.file, at, field, message))
}

// get finds a field's value.
func (f *fields) get(name string) *yaml.Node {
	if f.node == nil {
		return nil
	}
	for i := 0; i+1 < len(f.node.Content); i += 2 {
		if f.node.Content[i].Value == name {
			if f.read == nil {
				f.read = map[string]bool{}
			}
			f.read[name] = true
			return f.node.Content[i+1]
		}
	}
	return nil
}

func (f *fields) has(name string) bool { return f.get(name) != nil }

// text is a field that must be there and hold something.
func (f *fields) text(name string) string {
	value := f.optional(name)
	if value == "" {
		f.fault(name, "is missing")
	}
	return value
}

func (f *fields) optional(name string) string {
	node := f.get(name)
	if node == nil {
		return ""
	}
	if node.Kind != yaml.ScalarNode {
		f.fault(name, "must be a text or a number")
		return ""
	}
	return node.Value
}

func (f *fields) whole(name string) int {
	text := f.text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		f.fault(name, "must be a whole number from 1; "+text+" is none")
	}
	return n
}

// inside is the mapping that a field holds.
func (f *fields) inside(name string) *fields {
	if f.below == nil {
		f.below = map[string]*fields{}
	}
	if f.below[name] == nil {
		in := &fields{file: f.file, line: f.line, path: f.path + name + ".", faults: f.faults}
		if node := f.get(name); node != nil && node.Kind == yaml.MappingNode {
			in.node = node
		} else if node != nil {
			f.fault(name, "must be fields, each a name, a colon and a value")
		}
		f.below[name] = in
	}
	return f.below[name]
}

// names lists the fields of the mapping that a field holds, in order; none where the field is left out.
func (f *fields) names(name string) []string {
	in := f.inside(name)
	var names []string
	for i := 0; in.node != nil && i < len(in.node.Content); i += 2 {
		names = append(names, in.node.Content[i].Value)
	}
	return names
}

// items lists the mappings of the list that a field holds.
func (f *fields) items(name string) []*fields {
	node := f.get(name)
	if node == nil || node.Kind != yaml.SequenceNode {
		f.fault(name, "must be a list")
		return nil
	}
	var items []*fields
	for i, item := range node.Content {
		in := &fields{file: f.file, line: f.line, path: fmt.Sprintf("%s%s[%d].", f.path, name, i+1), faults: f.faults}
		if item.Kind == yaml.MappingNode {
			in.node = item
		} else {
			in.fault("", "must be fields, each a name, a colon and a value")
		}
		items = append(items, in)
	}
	return items
}

// finish refuses the fields that nobody asked for: a misspelt name would otherwise be passed over in silence.
func (f *fields) finish() {
	seen := map[string]bool{}
	for i := 0; f.node != nil && i < len(f.node.Content); i += 2 {
		name := f.node.Content[i].Value
		switch {
		case seen[name]:
			f.fault(name, "is given twice")
		case !f.read[name]:
			f.fault(name, "there is no such field")
		}
		seen[name] = true
	}
}
