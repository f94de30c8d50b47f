package kernels

import "fmt"

// RegisterOwn adds a program that is not one of this folder's files: one that a reader wrote. It takes the place of one of
// the same name, and may leave out what only the list of programs needs: known answers, a group, a summary, a source.
func RegisterOwn(k Kernel) error {
	if k.Title == "" {
		k.Title = k.Name
	}
	for _, text := range []*string{&k.Summary, &k.Doc, &k.Source} {
		if *text == "" {
			*text = "A reader's own program."
		}
	}
	if k.Group == "" {
		k.Group = GroupLoops
	}
	checked := k
	if len(k.Want) == 0 {
		checked.Want = []Want{{}} // only so that its absence is not what is found wrong
	}
	if err := checked.check(); err != nil {
		return fmt.Errorf("program %q: %w", k.Name, err)
	}
	registry[k.Name] = &k
	return nil
}
