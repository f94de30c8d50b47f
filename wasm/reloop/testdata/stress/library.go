package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"go/format"
	"hash/crc32"
	"io"
	"math/big"
	"math/rand"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"text/tabwriter"
	"text/template"
	"time"
	"unicode/utf8"
)

// library runs standard packages with much control flow in them.
func library() {
	random := rand.New(rand.NewSource(1))
	m := map[string]int{}
	for i := range 3000 {
		m[strconv.Itoa(random.Intn(2000))] += i
	}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	text := ""
	for _, k := range keys[:200] {
		text += k + ":" + strconv.Itoa(m[k]) + "\n"
	}
	fmt.Printf("%d %x %08x\n", len(m), sha256.Sum256([]byte(text)), crc32.ChecksumIEEE([]byte(text)))

	encoded, err := json.Marshal(map[string]any{"a": []int{1, 2, 3}, "b": "x\u2028", "c": 1.5, "m": map[string]int{"z": 1, "y": 2}})
	fmt.Println(string(encoded), err)
	var decoded map[string]any
	fmt.Println(json.Unmarshal(encoded, &decoded), decoded["c"], json.Unmarshal([]byte(`{"a":[1,2,}`), &decoded))
	fmt.Println(regexp.MustCompile(`(a+)(b|c)*`).FindAllStringSubmatch("aabcxxabbbca", -1))
	fmt.Println(regexp.MustCompile(`^(\w+)\s(\d{2,4})$`).ReplaceAllString("width 640", "$2:$1"))

	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = io.WriteString(z, strings.Repeat(text, 5))
	_ = z.Close()
	r, err := gzip.NewReader(&packed)
	if err != nil {
		panic(err)
	}
	back, err := io.ReadAll(r)
	fmt.Println(string(back) == strings.Repeat(text, 5), err)

	f := new(big.Int).MulRange(1, 60)
	fmt.Println(f, new(big.Int).Exp(big.NewInt(3), big.NewInt(200), f))
	fmt.Println(strconv.ParseFloat("1e-320", 64))
	fmt.Println(strconv.ParseInt("99999999999999999999", 10, 64))
	fmt.Printf("%v %+v %#v %T %q %8.3f|%-8d|%x\n", decoded["a"], struct{ A, B int }{1, 2}, []string{"a"}, f, "é", 3.14159, 42, "hex")

	page := template.Must(template.New("").Parse("{{range $i, $e := .}}{{if $i}}, {{end}}{{printf \"%05.1f\" $e}}{{end}}\n"))
	fmt.Println(page.Execute(os.Stdout, []float64{1, 2.25, 3}))
	tab := tabwriter.NewWriter(os.Stdout, 0, 8, 1, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tab, "a\tbbb\tc\t\naaaa\tb\tccccc\t")
	_ = tab.Flush()
	source, err := format.Source([]byte("package p\nfunc f( ) { if x{ y()}else{ z ( ) } }"))
	fmt.Println(string(source), err)
	lines := bufio.NewScanner(strings.NewReader(text))
	n := 0
	for lines.Scan() {
		n += utf8.RuneCountInString(lines.Text())
	}
	date := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)
	fmt.Println(n, date.AddDate(1, 0, 0).Format(time.RFC1123), date.YearDay())
}
