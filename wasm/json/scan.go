package json

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// scanner takes JSON apart, by the grammar of RFC 8259.
type scanner struct {
	data  []byte
	at    int
	depth int
}

// check reports what is wrong with a text that should be one JSON value.
func check(text []byte) error {
	s := &scanner{data: text}
	if err := s.skip(); err != nil {
		return err
	}
	return s.end()
}

func (s *scanner) enter() error {
	if s.depth++; s.depth > maxDepth {
		return errDepth
	}
	return nil
}

func (s *scanner) leave() { s.depth-- }

// peek passes over white space and gives the byte that follows, or 0 at the end.
func (s *scanner) peek() byte {
	for ; s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

func (s *scanner) end() error {
	if s.peek(); s.at < len(s.data) {
		return s.unexpected()
	}
	return nil
}

func (s *scanner) unexpected() error {
	if s.at >= len(s.data) {
		return fmt.Errorf("json: the text ends too early, after %d bytes", len(s.data))
	}
	return fmt.Errorf("json: %q is out of place at byte %d", s.data[s.at], s.at)
}

func (s *scanner) expect(c byte) error {
	if s.peek() != c {
		return s.unexpected()
	}
	s.at++
	return nil
}

// skip passes over a value.
func (s *scanner) skip() error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	switch s.peek() {
	case '{':
		return s.object(func(string) error { return s.skip() })
	case '[':
		return s.list(s.skip)
	case '"':
		_, err := s.string()
		return err
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	default:
		_, err := s.number()
		return err
	}
}

// raw gives the text of a value, without white space around it.
func (s *scanner) raw() ([]byte, error) {
	s.peek()
	start := s.at
	err := s.skip()
	return s.data[start:s.at:s.at], err
}

// object calls member for each name, which takes the value.
func (s *scanner) object(member func(name string) error) error {
	return s.sequence('{', '}', func() error {
		s.peek()
		name, err := s.string()
		if err != nil {
			return err
		}
		if err := s.expect(':'); err != nil {
			return err
		}
		return member(name)
	})
}

// list calls item for each item, which takes it.
func (s *scanner) list(item func() error) error { return s.sequence('[', ']', item) }

func (s *scanner) sequence(opening, closing byte, one func() error) error {
	if err := s.expect(opening); err != nil {
		return err
	}
	if s.peek() == closing {
		s.at++
		return nil
	}
	for {
		if err := one(); err != nil {
			return err
		}
		if s.peek() != ',' {
			return s.expect(closing)
		}
		s.at++
	}
}

func (s *scanner) word(word string) error {
	for i := range len(word) {
		if s.at >= len(s.data) || s.data[s.at] != word[i] {
			return s.unexpected()
		}
		s.at++
	}
	return nil
}

func (s *scanner) number() (string, error) {
	start := s.at
	s.accept('-')
	leading := s.at
	if s.digits() == 0 || s.data[leading] == '0' && s.at > leading+1 {
		if s.at > leading {
			s.at = leading + 1 // what follows the zero
		}
		return "", s.unexpected()
	}
	if s.accept('.') && s.digits() == 0 {
		return "", s.unexpected()
	}
	if s.accept('e') || s.accept('E') {
		if !s.accept('+') {
			s.accept('-')
		}
		if s.digits() == 0 {
			return "", s.unexpected()
		}
	}
	return string(s.data[start:s.at]), nil
}

func (s *scanner) accept(c byte) bool {
	if s.at >= len(s.data) || s.data[s.at] != c {
		return false
	}
	s.at++
	return true
}

func (s *scanner) digits() int {
	start := s.at
	for s.at < len(s.data) && s.data[s.at] >= '0' && s.data[s.at] <= '9' {
		s.at++
	}
	return s.at - start
}

// string gives a string's value. What is no UTF-8, or half a surrogate pair, becomes U+FFFD.
func (s *scanner) string() (string, error) {
	if !s.accept('"') {
		return "", s.unexpected()
	}
	// Most strings stand there as they are.
	at := s.at
	for at < len(s.data) && s.data[at] >= ' ' && s.data[at] < utf8.RuneSelf && s.data[at] != '"' && s.data[at] != '\\' {
		at++
	}
	b := s.data[s.at:at:at]
	s.at = at
	for s.at < len(s.data) {
		switch c := s.data[s.at]; {
		case c == '"':
			s.at++
			return string(b), nil
		case c < ' ':
			return "", s.unexpected()
		case c == '\\':
			s.at++
			r, err := s.escape()
			if err != nil {
				return "", err
			}
			b = utf8.AppendRune(b, r)
		default:
			r, size := utf8.DecodeRune(s.data[s.at:])
			b = utf8.AppendRune(b, r)
			s.at += size
		}
	}
	return "", s.unexpected()
}

// escape takes what follows a backslash.
func (s *scanner) escape() (rune, error) {
	if s.at >= len(s.data) {
		return 0, s.unexpected()
	}
	r := rune(s.data[s.at])
	switch r {
	case '"', '\\', '/':
	case 'b':
		r = '\b'
	case 'f':
		r = '\f'
	case 'n':
		r = '\n'
	case 'r':
		r = '\r'
	case 't':
		r = '\t'
	case 'u':
		s.at++
		return s.unicode()
	default:
		return 0, s.unexpected()
	}
	s.at++
	return r, nil
}

// unicode takes the four digits of an escape, and the other half where they are half a surrogate pair.
func (s *scanner) unicode() (rune, error) {
	r, err := s.hex()
	if err != nil || !utf16.IsSurrogate(r) {
		return r, err
	}
	ahead := *s
	if ahead.accept('\\') && ahead.accept('u') {
		if low, err := ahead.hex(); err == nil {
			if whole := utf16.DecodeRune(r, low); whole != utf8.RuneError {
				s.at = ahead.at
				return whole, nil
			}
		}
	}
	return utf8.RuneError, nil
}

func (s *scanner) hex() (rune, error) {
	r := rune(0)
	for range 4 {
		if s.at >= len(s.data) {
			return 0, s.unexpected()
		}
		switch c := s.data[s.at]; {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, s.unexpected()
		}
		s.at++
	}
	return r, nil
}
