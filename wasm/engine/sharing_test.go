package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/bench"
)

// shared is an answer about sharing as the page reads it.
type shared struct {
	Type         string
	ID           int
	Link, Stored string
	Source, Text string
	Report       json.RawMessage
	Error        *kernels.Error
}

// measuredOnce runs a program and gives its report's JSON, as the page holds it.
func measuredOnce(t *testing.T) (asked func(request any) shared, report string) {
	t.Helper()
	p, answers := open(t), make(chan []byte, 10_000)
	p.send = func(data []byte) { answers <- data }
	p.ask(quick, 1)
	for {
		var end shared
		require.NoError(t, json.Unmarshal(<-answers, &end))
		if end.Type == "report" {
			report = string(end.Report)
			break
		}
	}
	return func(request any) shared {
		data, err := json.Marshal(request)
		require.NoError(t, err)
		p.handle(data)
		var end shared
		require.NoError(t, json.Unmarshal(<-answers, &end))
		return end
	}, report
}

type ask struct {
	Type   string          `json:"type"`
	ID     int             `json:"id"`
	Report json.RawMessage `json:"report,omitempty"`
	Source string          `json:"source,omitempty"`
	Text   string          `json:"text,omitempty"`
	Format string          `json:"format,omitempty"`
}

func TestARunBecomesALinkAndTheLinkThatRun(t *testing.T) {
	asked, report := measuredOnce(t)
	encoded := asked(ask{Type: "encode", ID: 2, Report: []byte(report), Source: "package main\n"})
	require.Equal(t, "encoded", encoded.Type)
	require.Nil(t, encoded.Error)
	assert.JSONEq(t, report, encoded.Stored)
	decoded := asked(ask{Type: "decode", ID: 3, Text: "https://example.org/#" + encoded.Link})
	require.Equal(t, "decoded", decoded.Type, "%v", decoded.Error)
	assert.Equal(t, 3, decoded.ID)
	assert.Equal(t, "package main\n", decoded.Source)
	var before, after bench.Report
	without := func(data json.RawMessage, into *bench.Report) {
		type fields map[string]json.RawMessage
		var all fields
		require.NoError(t, json.Unmarshal(data, &all))
		delete(all, "timeline")
		delete(all, "args")
		text, err := json.Marshal(all)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, into))
	}
	without([]byte(report), &before)
	without(decoded.Report, &after)
	assert.Equal(t, before, after)
}

func TestAReportsFileIsReadLikeALink(t *testing.T) {
	asked, report := measuredOnce(t)
	decoded := asked(ask{Type: "decode", ID: 2, Text: " \n" + report})
	require.Equal(t, "decoded", decoded.Type, "%v", decoded.Error)
	assert.JSONEq(t, report, string(decoded.Report))
}

func TestAReportThatFitsInNoLinkCanStillBeStored(t *testing.T) {
	asked, report := measuredOnce(t)
	encoded := asked(ask{Type: "encode", ID: 2, Report: []byte(report), Source: strings.Repeat("x", 64<<10)})
	require.Equal(t, "encoded", encoded.Type)
	assert.Empty(t, encoded.Link)
	require.NotNil(t, encoded.Error)
	assert.Equal(t, "source", encoded.Error.Field)
	assert.NotEmpty(t, encoded.Stored)
}

func TestAReportLeavesInAFormat(t *testing.T) {
	asked, report := measuredOnce(t)
	for format, begins := range map[string]string{"csv": "program,args,", "markdown": "**", "go": "pkg: ", "trace": `{"displayTimeUnit"`} {
		exported := asked(ask{Type: "export", ID: 2, Report: []byte(report), Format: format})
		require.Equal(t, "exported", exported.Type, "%v", exported.Error)
		assert.Equal(t, begins, exported.Text[:min(len(begins), len(exported.Text))])
	}
}

func TestWhatCannotBeSharedIsRefusedByField(t *testing.T) {
	asked, report := measuredOnce(t)
	for _, c := range []struct {
		says  string
		ask   ask
		field string
	}{
		{"a link that is none", ask{Type: "decode", Text: "hello"}, "link"},
		{"a report that is none", ask{Type: "decode", Text: `{"schema":1}`}, "schema"},
		{"a report that lacks something", ask{Type: "encode", Report: []byte(`{"schema":"velocidade.report/v1"}`)}, "program"},
		{"no report", ask{Type: "export", Format: "csv"}, "report"},
		{"a format that there is not", ask{Type: "export", Report: []byte(report), Format: "xml"}, "format"},
	} {
		t.Run(c.says, func(t *testing.T) {
			end := asked(c.ask)
			require.Equal(t, "failed", end.Type)
			assert.Equal(t, c.field, end.Error.Field)
			assert.NotEmpty(t, end.Error.Limit)
		})
	}
}
