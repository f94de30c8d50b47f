package site

import (
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"velocidade/kernels"
)

// sources highlights every program's file: [class, text] pairs, which the page draws as text nodes, so that nothing in a
// source can become markup. The classes are Pygments' short names; "" stands for plain text.
func (b *builder) sources() error {
	b.codeFiles = map[string]string{}
	for _, k := range kernels.All() {
		source, err := os.ReadFile(filepath.Join(b.Root, "kernels", k.Name+".go"))
		if err != nil {
			return err
		}
		tokens, err := highlight("go", string(source))
		if err != nil {
			return err
		}
		data, err := json.Marshal(tokens)
		if err != nil {
			return err
		}
		if b.codeFiles[k.Name], err = b.asset(k.Name, ".json", data); err != nil {
			return err
		}
	}
	return nil
}

func highlight(language, source string) ([][2]string, error) {
	iterator, err := chroma.Coalesce(lexers.Get(language)).Tokenise(nil, source)
	if err != nil {
		return nil, err
	}
	tokens := [][2]string{}
	for token := range iterator.Stdlib() {
		class := chroma.StandardTypes[token.Type]
		if class == "w" || class == "p" || class == "n" || class == "nx" {
			class = ""
		}
		if last := len(tokens) - 1; last >= 0 && tokens[last][0] == class {
			tokens[last][1] += token.Value
		} else {
			tokens = append(tokens, [2]string{class, token.Value})
		}
	}
	return tokens, nil
}
