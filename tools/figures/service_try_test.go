package figures

import (
	"context"
	"os"
	"testing"
)

func TestTry(t *testing.T) {
	root, _ := os.Getwd()
	root += "/../.."
	tab := newTable(Options{Root: root, Blocks: 5})
	dir := t.TempDir()
	os.WriteFile(dir+"/index.html", []byte("x"), 0o644)
	if err := service(context.Background(), &rig{site: dir}, tab); err != nil {
		t.Log(err)
	}
	for _, r := range tab.rows {
		t.Log(r)
	}
}
