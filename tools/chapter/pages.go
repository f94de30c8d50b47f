package chapter

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// Assets are what the pages load, as addresses from the site's root.
type Assets struct {
	Script, Style string
	Preload       []string // fonts that the first paint needs
	Dev           bool
}

// Page is a file of the site.
type Page struct {
	File string
	HTML []byte
}

// pageView is what the templates of whole pages are given.
type pageView struct {
	Assets
	Root     string // the way back to the site's root
	Sections []*Section
	Section  *Section // nil on the contents page
	Previous *Section
	Next     *Section
	Number   int
	Body     body
}

// Pages gives every page. Its error joins everything that is wrong with any.
func (c *Chapter) Pages(assets Assets) ([]Page, error) {
	bodies := map[string]body{}
	var faults []error
	for _, s := range c.Sections {
		b, err := c.render(s)
		bodies[s.Name] = b
		faults = append(faults, err)
	}
	for _, s := range c.Sections {
		for _, l := range bodies[s.Name].Links {
			target, found := bodies[l.section]
			switch {
			case !found:
				faults = append(faults, fmt.Errorf("%s:%d: there is no section %s.md to link to", s.file, l.line, l.section))
			case l.heading != "" && !slices.Contains(target.Headings, l.heading):
				faults = append(faults, fmt.Errorf("%s:%d: %s.md has no heading #%s", s.file, l.line, l.section, l.heading))
			}
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	pages := []Page{{File: "chapter/index.html"}}
	contents := pageView{Assets: assets, Root: "../", Sections: c.Sections}
	var err error
	if pages[0].HTML, err = execute("contents.tmpl", contents); err != nil {
		return nil, err
	}
	for i, s := range c.Sections {
		view := pageView{Assets: assets, Root: "../../", Sections: c.Sections, Section: s, Number: i + 1, Body: bodies[s.Name]}
		if i > 0 {
			view.Previous = c.Sections[i-1]
		}
		if i+1 < len(c.Sections) {
			view.Next = c.Sections[i+1]
		}
		html, err := execute("section.tmpl", view)
		if err != nil {
			return nil, err
		}
		pages = append(pages, Page{"chapter/" + s.Name + "/index.html", html})
	}
	return pages, nil
}

func execute(name string, data any) ([]byte, error) {
	var out bytes.Buffer
	err := templates.ExecuteTemplate(&out, name, data)
	return out.Bytes(), err
}
