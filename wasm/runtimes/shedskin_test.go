//go:build !js

package runtimes

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheLibraryIsReadFromShedskinsMakefile(t *testing.T) {
	cases := []struct {
		why, makefile, folder string
		parts                 []string
	}{
		{"a program that imports something", "SHEDSKIN_LIBDIR=/lib/shedskin\nBUILTIN_CPPFILES=\\\n\t$(SHEDSKIN_LIBDIR)/struct.cpp \\\n\t$(SHEDSKIN_LIBDIR)/math/__init__.cpp \\\n" +
			"\t$(SHEDSKIN_LIBDIR)/builtin.cpp\n\nBUILTIN_HPPFILES=\\\n\t$(SHEDSKIN_LIBDIR)/struct.hpp\n", "/lib/shedskin", []string{"struct.cpp", "math/__init__.cpp", "builtin.cpp"}},
		{"a program that imports nothing", "SHEDSKIN_LIBDIR=/lib/shedskin\nBUILTIN_CPPFILES=$(SHEDSKIN_LIBDIR)/builtin.cpp\n", "/lib/shedskin", []string{"builtin.cpp"}},
		{"another Makefile", "all:\n\ttrue\n", "", nil},
	}
	for _, c := range cases {
		folder, parts := libraryOf([]byte(c.makefile))
		assert.Equal(t, c.folder, folder, c.why)
		assert.Equal(t, c.parts, parts, c.why)
	}
}
