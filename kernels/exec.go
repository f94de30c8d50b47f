package kernels

// Exec runs a program here and now, in the given number of parts, one after the other. It is what "one worker, no
// executor" means, the reference that every lane's answer is compared with, and what tests use.
func (k *Kernel) Exec(a Args, parts int) (string, error) {
	var state []byte
	for round := range k.RoundsOf(a) {
		var partials [][]byte
		for _, r := range k.Split(a, round, parts) {
			p, err := k.Run(a, round, state, r)
			if err != nil {
				return "", err
			}
			partials = append(partials, p)
		}
		next, err := k.Merge(a, round, state, partials)
		if err != nil {
			return "", err
		}
		state = next
	}
	return string(state), nil
}
