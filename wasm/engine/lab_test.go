//go:build !nolabs

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/labs"
	"velocidade/wasm/underway"
)

func TestALaboratoryEndsWithOneResult(t *testing.T) {
	p := open(t)
	p.ask(`{"type":"lab","id":5,"name":"thread","args":"work=10,timeout=1,count=1000"}`)
	end := <-p.ended
	require.Equal(t, "lab-result", end.Type)
	assert.Equal(t, 5, end.ID)
	assert.NotEmpty(t, end.Result.Finding)
	assert.NotEmpty(t, p.progress, "it told what happened")
	assert.Empty(t, p.ended)
	p.worksStill(t, 6)
}

func TestALaboratoryThatMakesNoSense(t *testing.T) {
	for _, c := range []struct{ says, request, code, field string }{
		{"an unknown one", `{"type":"lab","id":1,"name":"alchemy"}`, labs.CodeUnknownLab, "name"},
		{"an argument out of range", `{"type":"lab","id":1,"name":"race","args":"runs=0"}`, kernels.CodeOutOfRange, "runs"},
	} {
		t.Run(c.says, func(t *testing.T) {
			p := open(t)
			p.ask("%s", c.request)
			end := <-p.ended
			require.Equal(t, "failed", end.Type)
			assert.Equal(t, c.code, end.Error.Code)
			assert.Equal(t, c.field, end.Error.Field)
		})
	}
}

func TestALaboratoryIsStoppedAndARunWaitsForItsEnd(t *testing.T) {
	for _, c := range []struct{ request, code string }{{"stop", codeStopped}, {"void", codeHidden}} {
		t.Run(c.request, func(t *testing.T) {
			p := open(t)
			p.ask(`{"type":"lab","id":1,"name":"thread","args":"work=10000,timeout=10000"}`)
			<-p.progress
			p.ask(quick, 2)
			busy := <-p.ended
			assert.Equal(t, 2, busy.ID)
			assert.Equal(t, underway.CodeBusy, busy.Error.Code)
			p.ask(`{"type":%q,"id":1}`, c.request)
			end := <-p.ended
			assert.Equal(t, 1, end.ID)
			require.Equal(t, "failed", end.Type)
			assert.Equal(t, c.code, end.Error.Code)
			p.worksStill(t, 3)
		})
	}
}

func TestActsOfNobodyAreDropped(t *testing.T) {
	p := open(t)
	p.ask(`{"type":"act","id":1,"act":{"do":"cancel","task":1}}`)
	p.ask(`{"type":"act","id":1}`)
	p.worksStill(t, 2)
}
