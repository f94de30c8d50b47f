package link

import "strings"

// Pasted gives the fragment of a link, "v1.…", out of what mail, chats, Markdown and trackers make of an address: a full stop
// or a bracket behind it, quotation marks or angle brackets around it, percent-encoding, parameters hung on at its end. What
// holds no link is given back as it is, without the space around it, for [Decode] to say what is wrong with it.
// testdata/pasted.json has a case of each.
func Pasted(text string) string {
	text = strings.TrimSpace(text)
	text = percentDecoded(text)
	_, fragment, found := strings.Cut(text, "#")
	if !found {
		fragment = text
	}
	fragment = strings.TrimLeft(fragment, "<([{\"'“‘«`* \t")
	version, rest, found := strings.Cut(fragment, ".")
	if !found || !isVersion(version) {
		return fragment
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return !isBase64URL(r) })
	if end < 0 || strings.ContainsRune("+/=", rune(rest[end])) { // another alphabet's: it was changed, and not just followed by something
		return fragment
	}
	return version + "." + rest[:end]
}

func isBase64URL(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_'
}

// percentDecoded undoes percent-encoding where there is some. (Package net/url would have every visitor load it.)
func percentDecoded(text string) string {
	pieces := strings.Split(text, "%")
	for i, piece := range pieces[1:] {
		if len(piece) < 2 || hexDigit(piece[0]) < 0 || hexDigit(piece[1]) < 0 {
			pieces[i+1] = "%" + piece
			continue
		}
		pieces[i+1] = string([]byte{byte(hexDigit(piece[0])<<4 | hexDigit(piece[1]))}) + piece[2:]
	}
	return strings.Join(pieces, "")
}

// hexDigit gives a digit's value, or −1.
func hexDigit(c byte) int {
	at := strings.IndexByte("0123456789abcdefABCDEF", c)
	if at >= 16 {
		at -= 6
	}
	return at
}
