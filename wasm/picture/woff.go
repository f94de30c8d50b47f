package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
)

// sfnt unpacks a font of the web (WOFF 1.0) into the form that x/image reads: the same tables, not compressed, with a
// directory before them. The fonts are the project's own files, so nothing is checked that only a hostile one could have.
func sfnt(woff []byte) ([]byte, error) {
	const header, entry = 44, 20
	if len(woff) < header || string(woff[:4]) != "wOFF" {
		return nil, errors.New("picture: the font is no WOFF")
	}
	n := int(binary.BigEndian.Uint16(woff[12:]))
	directory := make([]byte, 12, 12+16*n)
	copy(directory, woff[4:8]) // the flavour
	binary.BigEndian.PutUint16(directory[4:], uint16(n))
	var tables []byte
	for i := range n {
		e := woff[header+entry*i:]
		at, packed, size := binary.BigEndian.Uint32(e[4:]), binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		data := woff[at : at+packed]
		if packed < size {
			r, err := zlib.NewReader(bytes.NewReader(data))
			if err != nil {
				return nil, err
			}
			if data, err = io.ReadAll(r); err != nil {
				return nil, err
			}
		}
		directory = append(directory, e[:4]...)
		directory = append(directory, e[16:20]...) // the checksum
		directory = binary.BigEndian.AppendUint32(directory, uint32(12+16*n+len(tables)))
		directory = binary.BigEndian.AppendUint32(directory, size)
		tables = append(tables, data...)
		for len(tables)%4 != 0 {
			tables = append(tables, 0)
		}
	}
	return append(directory, tables...), nil
}
