package kernels

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxOwnName is the longest name of a reader's own program, in bytes.
const MaxOwnName = 80

// IsOwnName tells whether a text can name a reader's own program: letters, of any script, with what is written above and below
// them, and digits; a letter first. Such a name is safe in an address, a file's name, a table and a sentence.
func IsOwnName(name string) bool {
	for i, r := range name {
		if r == utf8.RuneError || !inName(r) || i == 0 && !unicode.IsLetter(r) {
			return false
		}
	}
	return name != "" && len(name) <= MaxOwnName
}

func inName(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)) && unicode.ToLower(r) == r
}

// OwnName makes a program's name of its title, of which it keeps the letters and digits: "Is it prime?" becomes "isitprime".
func OwnName(title string) string {
	name := strings.Map(func(r rune) rune {
		if r = unicode.ToLower(r); inName(r) && r != utf8.RuneError {
			return r
		}
		return -1
	}, title)
	if first, _ := utf8.DecodeRuneInString(name); !unicode.IsLetter(first) {
		name = "own" + name
	}
	for len(name) > MaxOwnName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}

// RegisterOwn adds a program that is not one of this folder's files: one that a reader wrote. It takes the place of one of
// the same name, and may leave out what only the list of programs needs: known answers, a group, a summary, a source.
func RegisterOwn(k Kernel) error {
	if k.Title == "" {
		k.Title = k.Name
	}
	for _, text := range []*string{&k.Summary, &k.Doc, &k.Source} {
		if *text == "" {
			*text = "A reader's own program."
		}
	}
	if k.Group == "" {
		k.Group = GroupLoops
	}
	checked := k
	if len(k.Want) == 0 {
		checked.Want = []Want{{}} // only so that its absence is not what is found wrong
	}
	err := fmt.Errorf("the name must be letters and digits, of any script, at most %d bytes of them", MaxOwnName)
	if IsOwnName(k.Name) {
		err = checked.checkRest()
	}
	if err != nil {
		return fmt.Errorf("program %q: %w", k.Name, err)
	}
	registry[k.Name] = &k
	return nil
}
