package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAPlaceIsChosenByNameOrByWhatTheMachineHas(t *testing.T) {
	p, err := choose("home")
	require.NoError(t, err)
	assert.Equal(t, "home", p.name, "every machine has one")
	_, err = choose("moon")
	assert.ErrorContains(t, err, `-in is container, chroot or home, not "moon"`)
	if p, err := choose(""); err != nil {
		assert.ErrorContains(t, err, "-in home makes do", "the way out is named")
	} else {
		assert.NotEqual(t, "home", p.name, "which is never chosen for itself: it is not bare")
	}
}

func TestAHomeHasEmptyCachesAndNothingOfItsUsersEnvironment(t *testing.T) {
	t.Setenv("VELOCIDADE_SECRET", "x")
	var n newcomer
	require.NoError(t, n.tools(t.Context(), ""))
	n.clone = t.TempDir()
	n.command = []string{"sh", "-c", `[ -z "$VELOCIDADE_SECRET" ] && [ "$(ls -A "$HOME")" = "" ] && go env GOCACHE GOROOT >'it is' && pwd >>'it is'`}
	require.NoError(t, atHome(t.Context(), n))
	said, err := os.ReadFile(filepath.Join(n.clone, "it is"))
	require.NoError(t, err)
	assert.Regexp(t, `^/\S*velocidade-home-\S+\n`+n.goroot+`\n`+n.clone+`\n$`, string(said))
}

func TestAReleaseOfGoThatIsNotToBeHadIsNamed(t *testing.T) {
	var n newcomer
	assert.ErrorContains(t, n.tools(context.Background(), "go1.99999"), "there is no go1.99999")
}

func TestTheMirrorIsReadInBothFormsOfAptsLists(t *testing.T) {
	for text, want := range map[string]string{
		"deb http://mirror.example/debian stable main\n":                               "http://mirror.example/debian",
		"# deb http://old.example/debian x\ndeb [a=b] https://m.example/ubuntu/ x y\n": "https://m.example/ubuntu",
		"Types: deb\nURIs: http://m.example/debian/\nSuites: stable\n":                 "http://m.example/debian",
		"Types: deb\nURIs: http://m.example/debian-security\n":                         "",
	} {
		found := mirrorForm.FindStringSubmatch(text)
		if want == "" {
			assert.Nil(t, found, text)
		} else if assert.NotNil(t, found, text) {
			assert.Equal(t, want, found[1])
		}
	}
}
