// Package link is the codec of a link that carries a run by itself: nothing is sent anywhere, and no server has to keep it.
//
//	https://…/#v1.<base64url(deflate(body))>
//
//	body = length, JSON: the Report without its sample times and without what follows from them (form.go)
//	       length, text: source of a program of the reader's own; empty without one
//	       for each lane: warm-ups, samples, compute times (times.go)
//
// Lengths and counts are unsigned varints. What is left out of the JSON is computed again when the link is opened
// ([bench.Derive]), so a link can say that something was measured, never what follows from it. The timeline is left out
// too, being longer than all the rest: it shows how a run went, and no figure rests on it.
//
// A link decodes for ever: whatever a version's number has once meant stays, and testdata holds links of every version
// that was issued. A change of the body takes a new number; new fields of a Report do not.
package link

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/bench"
)

// The codes of an error about a link, besides those about the Report in it.
const (
	CodeBadLink        = "bad-link"             // cut short, altered, or no link at all
	CodeUnknownVersion = "unknown-link-version" // of a newer build
	CodeTooLong        = "link-too-long"
)

const (
	// Version is what links are issued in.
	Version = "v1"
	// MaxChars of a link that is read: browsers take longer addresses, people and their programs do not.
	MaxChars = 64 << 10
	// ShortChars is up to where a link is safe to paste anywhere: some programs cut addresses not far above.
	ShortChars = 2000
	// MaxSource is the most text of a program that a link carries.
	MaxSource = 48 << 10
	// maxBody bounds what a link inflates to: more than the largest valid Report and source take.
	maxBody = 1 << 20
	// A link inflates to plainBody, which holds any source and the times of a large run that are all alike, and to so many times
	// its packed bytes besides: a short link never costs more to read than what it carries is worth.
	plainBody = 64 << 10
	bodyRatio = 32
)

// mostBody is what so many packed bytes may inflate to.
func mostBody(packed int) int { return min(maxBody, plainBody+bodyRatio*packed) }

// Link is what a link carries.
type Link struct {
	Report *bench.Report
	Source string // of the program, where it is the reader's own; "" otherwise
}

// Encode writes a link's fragment, "v1.…", without the "#". Of the Report it keeps what was measured. The error, for a Report
// that does not fit into any link, is a [*kernels.Error].
func Encode(l Link) (string, error) {
	if len(l.Source) > MaxSource {
		return "", &kernels.Error{Code: CodeTooLong, Field: "source", Value: fmt.Sprintf("%d bytes", len(l.Source)), Limit: fmt.Sprintf("%d bytes", MaxSource),
			Message: fmt.Sprintf("a link carries at most %d bytes of a program's source; these are %d", MaxSource, len(l.Source))}
	}
	body, err := appendReport(nil, l.Report, l.Source)
	if err != nil {
		return "", err
	}
	packed, err := deflate(body)
	if err != nil {
		return "", err
	}
	if most := mostBody(len(packed)); len(body) > most {
		return "", tooMuch(most)
	}
	text := Version + "." + base64.RawURLEncoding.EncodeToString(packed)
	if len(text) > MaxChars {
		return "", tooLong(len(text))
	}
	return text, nil
}

// Decode reads a link: a whole address, or what stands after its "#". Every error is a [*kernels.Error] that names the field
// and its limit.
func Decode(text string) (Link, error) {
	if len(text) > 2*MaxChars { // whatever stands around it
		return Link{}, tooLong(len(text))
	}
	text = Pasted(text)
	if len(text) > MaxChars {
		return Link{}, tooLong(len(text))
	}
	version, code, found := strings.Cut(text, ".")
	if !found || !isVersion(version) {
		return Link{}, bad("it has to end in #" + Version + ". and what was measured")
	}
	if version != Version {
		return Link{}, &kernels.Error{Code: CodeUnknownVersion, Field: "link", Value: version, Limit: Version,
			Message: fmt.Sprintf("this link is of version %s, and this page knows up to %s: open it where it was made, or with a newer Velocidade", version, Version)}
	}
	body, err := unpack(code)
	if err != nil {
		return Link{}, err
	}
	return readReport(body)
}

// isVersion tells whether a text is a link's version: "v" and a few digits.
func isVersion(text string) bool {
	digits, found := strings.CutPrefix(text, "v")
	return found && len(digits) > 0 && len(digits) < 5 && strings.Trim(digits, "0123456789") == ""
}

// What inflate says of a text that is no link's.
var (
	errTooMuch  = errors.New("it inflates to too much")
	errTrailing = errors.New("something follows its end")
)

func unpack(code string) ([]byte, error) {
	packed, err := base64.RawURLEncoding.Strict().DecodeString(code)
	if err != nil {
		return nil, bad("what stands after " + Version + ". is no base64url: it may have been cut, or changed on its way")
	}
	most := mostBody(len(packed))
	body, err := inflate(packed, most)
	switch {
	case errors.Is(err, errTooMuch):
		return nil, tooMuch(most)
	case errors.Is(err, errTrailing):
		return nil, bad("something was added to its end")
	case err != nil:
		return nil, bad("it is cut short, or was changed on its way")
	}
	return body, nil
}

func bad(why string) error {
	return &kernels.Error{Code: CodeBadLink, Field: "link", Limit: "#" + Version + ".…", Message: "this is not a whole link: " + why}
}

func tooMuch(most int) error {
	return &kernels.Error{Code: CodeTooLong, Field: "link", Value: fmt.Sprintf("over %d bytes", most), Limit: fmt.Sprintf("%d bytes", most),
		Message: fmt.Sprintf("a link of this length can hold a run of %d bytes; this one holds more", most)}
}

func tooLong(chars int) error {
	return &kernels.Error{Code: CodeTooLong, Field: "link", Value: fmt.Sprintf("%d characters", chars), Limit: fmt.Sprintf("%d characters", MaxChars),
		Message: fmt.Sprintf("a link has at most %d characters; this one would have, or has, %d", MaxChars, chars)}
}

// body is a link's inflated bytes, read from the left.
type body struct{ rest []byte }

func (b *body) count() (int, error) {
	n, size := binary.Uvarint(b.rest)
	if size <= 0 || n > maxBody {
		return 0, bad("a length in it makes no sense")
	}
	b.rest = b.rest[size:]
	return int(n), nil
}

// bytes reads a length and as many bytes.
func (b *body) bytes() ([]byte, error) {
	n, err := b.count()
	if err == nil && n > len(b.rest) {
		err = bad("a length in it reaches past its end")
	}
	if err != nil {
		return nil, err
	}
	read := b.rest[:n]
	b.rest = b.rest[n:]
	return read, nil
}

func appendBytes(b, data []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(data))), data...)
}
