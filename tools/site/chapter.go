package site

import (
	"path/filepath"
	"strings"

	"velocidade/tools/chapter"
)

// chapterScript is what the pages of the chapter load. It is bundled together with the other pages', so that they share
// their chunks.
const chapterScript = "web/src/chapter/chapter.ts"

// chapter writes the pages of /chapter/.
func (b *builder) chapter() error {
	c, err := chapter.Load(filepath.Join(b.Root, "web", "chapter"))
	if err != nil {
		return err
	}
	assets := chapter.Assets{Dev: b.Dev}
	for _, file := range b.bundled {
		base := filepath.Base(file.Path)
		switch {
		case strings.HasPrefix(base, "chapter-") && strings.HasSuffix(base, ".js"):
			assets.Script = "assets/" + base
		case strings.HasPrefix(base, "chapter-") && strings.HasSuffix(base, ".css"):
			assets.Style = "assets/" + base
		case strings.HasSuffix(base, ".woff2"):
			assets.Preload = append(assets.Preload, "assets/"+base)
		}
	}
	pages, err := c.Pages(assets)
	if err != nil {
		return err
	}
	for _, page := range pages {
		if err := b.write(page.File, page.HTML); err != nil {
			return err
		}
	}
	return nil
}
