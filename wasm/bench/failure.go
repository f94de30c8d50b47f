package bench

import (
	"errors"
	"fmt"
	"strings"
)

// Failure gives an error for a run that did not measure all that was asked of it, or whose lanes disagree, naming each lane at
// fault. It is nil for a complete run: what is slow, scattered or drifting is no failure.
func Failure(rep *Report) error {
	var faults []string
	switch rep.Status {
	case Stopped:
		faults = append(faults, "the run was stopped before it was complete")
	case Void:
		faults = append(faults, "the run is void")
	case Complete:
	}
	for i := range rep.Lanes {
		switch l := &rep.Lanes[i]; {
		case mismatched(*l):
			faults = append(faults, label(l)+" gave a different answer")
		case l.Error != nil:
			faults = append(faults, fmt.Sprintf("%s failed (%s)", label(l), l.Error.Code))
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return errors.New(strings.Join(faults, "; "))
}
