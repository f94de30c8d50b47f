package kernels

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxOwnName is the longest name of a reader's own program, in bytes.
const MaxOwnName = 80

// IsOwnName tells whether a text can name a reader's own program: lower-case letters and digits, a letter first, and what other
// scripts write with. Such a name is safe in an address, a file's name, a table and a sentence. What it takes of other scripts it
// knows by their blocks: package unicode's tables of letters would have every visitor load 13 KB more.
func IsOwnName(name string) bool {
	for i, r := range name {
		plain := r >= 'a' && r <= 'z' || i > 0 && r >= '0' && r <= '9'
		if !plain && !foreign(r) {
			return false
		}
	}
	return name != "" && len(name) <= MaxOwnName
}

// foreign tells whether a character is one that other scripts write words with, and no punctuation or symbol, nor invisible.
func foreign(r rune) bool {
	switch {
	case r < 0xc0, r == 0xd7, r == 0xf7, r == utf8.RuneError,
		r >= 0x2000 && r <= 0x2bff, // punctuation, currency, arrows, shapes
		r >= 0x2e00 && r <= 0x2e7f, r >= 0x3000 && r <= 0x3004, r >= 0x3008 && r <= 0x3020,
		r >= 0xe000 && r <= 0xf8ff, // private
		r >= 0xfe00 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff20,
		r >= 0x1f000 && r <= 0x1faff, r >= 0xe0000: // pictures, tags
		return false
	}
	return strconv.IsPrint(r)
}

// OwnName makes a program's name of its title, of which it keeps the letters and digits: "Is it prime?" becomes "isitprime".
func OwnName(title string) string {
	name := strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		if (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)) && (r < utf8.RuneSelf || foreign(r)) {
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
