package main

import (
	"bytes"
	"compress/gzip"
	"os"

	"github.com/andybalholm/brotli"
)

// weight is a file's size in bytes, as it is and as it is sent.
type weight struct {
	Raw    int `json:"raw"`
	Gzip   int `json:"gzip"`
	Brotli int `json:"brotli"`
}

// weigh compresses a file as this site's server and most others do: gzip at its highest level, brotli at 9, since 11 takes a minute a module.
func weigh(path string) (weight, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return weight{}, err
	}
	var zipped, brotlied bytes.Buffer
	z, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return weight{}, err
	}
	z.Write(data) // a buffer takes everything
	z.Close()
	b := brotli.NewWriterLevel(&brotlied, 9)
	b.Write(data)
	b.Close()
	return weight{len(data), zipped.Len(), brotlied.Len()}, nil
}
