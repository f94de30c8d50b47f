//go:build nolabs

package main

import "velocidade/kernels"

// startLab refuses: the playground's engine is sent without the laboratories, which would be a sixth of it. The page starts
// the engine that has them where one is opened.
func (s *session) startLab(r request) {
	s.fail(r.ID, &kernels.Error{Code: codeBadRequest, Field: "type", Value: r.Type, Message: "this engine has no laboratories"})
}
