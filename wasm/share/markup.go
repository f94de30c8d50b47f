package share

import (
	"errors"
	"html"
	"strings"
)

// errPage says that a page of the site has not the form that is filled in here.
var errPage = errors.New("the page has no title, head or main part to fill in")

// markup builds HTML and XML: what is added goes in as it is, and so has to be written in this package; whatever comes
// from outside is text or an attribute's value, and is escaped.
type markup struct{ b strings.Builder }

func (m *markup) add(own string) *markup {
	m.b.WriteString(own)
	return m
}

// text adds text. What XML 1.0 cannot hold is left out.
func (m *markup) text(s string) *markup {
	return m.add(html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))))
}

// tag adds an empty element; names and values of attributes take turns.
func (m *markup) tag(name string, attributes ...string) *markup {
	m.add("<" + name)
	for i := 0; i < len(attributes); i += 2 {
		m.add(" " + attributes[i] + `="`).text(attributes[i+1]).add(`"`)
	}
	return m.add(">\n")
}

func (m *markup) String() string { return m.b.String() }
