//go:build !js

package link

import (
	"bytes"
	"compress/flate"
	"io"
)

// deflate compresses by RFC 1951.
func deflate(data []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err = w.Write(data); err == nil {
		err = w.Close()
	}
	return packed.Bytes(), err
}

// inflate undoes that, and stops with errTooMuch beyond so many bytes.
func inflate(packed []byte, most int) ([]byte, error) {
	source := bytes.NewReader(packed)
	data, err := io.ReadAll(io.LimitReader(flate.NewReader(source), int64(most)+1))
	switch {
	case len(data) > most:
		return nil, errTooMuch
	case err == nil && source.Len() > 0:
		return nil, errTrailing
	}
	return data, err
}
