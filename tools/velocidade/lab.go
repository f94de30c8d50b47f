package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"velocidade/tools/server"
	"velocidade/wasm/labs"
	"velocidade/wasm/port"
)

// runLab runs one laboratory natively and tells what happens while it does, and what was found.
func runLab(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("lab", flag.ContinueOnError)
	arguments := set.String("args", "", "its arguments, such as workers=2; defaults where left out")
	asJSON := set.Bool("json", false, "print events and result as JSON, one object a line")
	set.Usage = func() {
		fmt.Fprintln(set.Output(), "usage: velocidade lab NAME [-args name=value,…] [-json]")
		set.PrintDefaults()
		for _, lab := range labs.All() {
			fmt.Fprintf(set.Output(), "\n%s: %s\n", lab.Name, lab.Summary)
			for _, p := range lab.Params {
				fmt.Fprintf(set.Output(), "  %-10s %s Default %s.\n", p.Name, p.Doc, p.Default)
			}
		}
	}
	// The name comes first or last: flags stand wherever they like.
	name := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name, args = args[0], args[1:]
	}
	if err := set.Parse(args); err != nil {
		return err
	}
	rest := set.Args()
	if name == "" && len(rest) > 0 {
		name, rest = rest[0], rest[1:]
	}
	if len(rest) > 0 {
		return fmt.Errorf("%q is no flag; see velocidade lab -h", rest[0])
	}
	if name == "" {
		set.Usage()
		return fmt.Errorf("name a laboratory")
	}
	lab, err := labs.Lookup(name)
	if err != nil {
		return err
	}
	parsed, err := lab.ParseArgs(*arguments)
	if err != nil {
		return err
	}
	delay, err := serveDelay(ctx)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	env := &labs.Env{Args: parsed, Now: port.Now, Cores: port.Cores(), Delay: delay}
	result, err := lab.Run(ctx, env, func(e labs.Event) {
		if *asJSON {
			_ = lines.Encode(labLine{Type: "lab-event", Event: &e})
		} else {
			labs.WriteEvent(out, e)
		}
		out.Flush()
	})
	switch {
	case err != nil:
		return err
	case *asJSON:
		return lines.Encode(labLine{Type: "lab-result", Result: result})
	}
	return labs.WriteResult(out, result)
}

// labLine is one line of -json: what the engine would send to the page.
type labLine struct {
	Type   string       `json:"type"`
	Event  *labs.Event  `json:"event,omitempty"`
	Result *labs.Result `json:"result,omitempty"`
}

// serveDelay serves the delay endpoint on a port of its own, until ctx ends, and returns its address.
func serveDelay(ctx context.Context) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	srv := &http.Server{Handler: server.Delay(), ReadHeaderTimeout: 10 * time.Second}
	go srv.Serve(listener)
	go func() {
		<-ctx.Done()
		srv.Close()
	}()
	return "http://" + listener.Addr().String() + "/api/delay", nil
}
