// Zstd compresses text of some megabytes at two levels and decompresses it again (klauspost/compress).
package main

import (
	"bytes"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"others/work"
)

func main() {
	r := work.NewRandom(6)
	source := []byte(work.Lines(30000, func(int) string { return r.Sentence() }))
	work.Do(func() ([]byte, error) {
		var out []byte
		for _, level := range []zstd.EncoderLevel{zstd.SpeedDefault, zstd.SpeedBetterCompression} {
			encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(level), zstd.WithEncoderConcurrency(1))
			if err != nil {
				return nil, err
			}
			packed := encoder.EncodeAll(source, nil)
			decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
			if err != nil {
				return nil, err
			}
			unpacked, err := decoder.DecodeAll(packed, nil)
			if err != nil {
				return nil, err
			}
			if !bytes.Equal(unpacked, source) {
				return nil, fmt.Errorf("level %v does not come back as it was", level)
			}
			decoder.Close()
			out = append(out, packed...)
		}
		return out, nil
	})
}
