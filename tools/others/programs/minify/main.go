// Minify makes pages of HTML, CSS and JavaScript smaller.
package main

import (
	"fmt"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/minify/v2/json"

	"others/work"
)

func main() {
	r := work.NewRandom(14)
	page := "<!doctype html>\n<html>\n<head>\n<style>\n" + work.Lines(500, func(i int) string {
		return fmt.Sprintf("  #%s , .%s { margin : 0px 0px %dpx 0px ; color : #ffffff ; background-color: rgb( 255, 0, %d ); }", r.Word(), r.Word(), i, i%256)
	}) + "</style>\n<script>\n" + work.Lines(900, func(i int) string {
		return fmt.Sprintf("function f%d ( first , second ) {\n  // %s\n  var result = first + second * %d ;\n  if ( result > %d ) { return result ; } else { return { name : %q , list : [ 1 , 2 ] } ; }\n}", i, r.Sentence(), i, i, r.Word())
	}) + "</script>\n</head>\n<body>\n" + work.Lines(1200, func(i int) string {
		return fmt.Sprintf("  <div  class=\"%s\"   id = 'n%d' >\n   <p> %s </p>  <!-- %s -->\n  <input type=\"text\" disabled=\"disabled\" value=\"%s\" > </div>", r.Word(), i, r.Sentence(), r.Word(), r.Word())
	}) + "</body>\n</html>\n"
	m := minify.New()
	m.AddFunc("text/html", html.Minify)
	m.AddFunc("text/css", css.Minify)
	m.AddFunc("application/javascript", js.Minify)
	m.AddFunc("application/json", json.Minify)
	work.Do(func() (string, error) { return m.String("text/html", page) })
}
