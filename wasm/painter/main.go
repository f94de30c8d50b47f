//go:build js

// Command painter draws a run's picture in a worker of the page: a Report comes in as JSON, the picture goes out as PNG. The page
// loads it when somebody asks for the picture, and ends it afterwards. It works the Report out anew, as the service does with a run
// that is kept.
package main

import (
	"fmt"
	"os"

	"velocidade/wasm/bench"
	"velocidade/wasm/picture"
	"velocidade/wasm/port"
)

func main() {
	reports := make(chan []byte, 1)
	page := port.Parent(port.Handler{Message: func(data []byte) { reports <- data }})
	for data := range reports {
		png, err := draw(data)
		if err == nil {
			err = page.Send(png)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func draw(report []byte) ([]byte, error) {
	rep, err := bench.ParseReport(report)
	if err != nil {
		return nil, err
	}
	bench.Derive(rep)
	return picture.Draw(rep)
}
