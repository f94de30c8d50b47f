package bench

// WarningCode is one of a closed set; each has one cause and one next step.
type WarningCode string

const (
	WarnHidden      WarningCode = "page-hidden"     // the run is void
	WarnCoarseTimer WarningCode = "coarse-timer"    // the clock steps by 0.1 ms or more
	WarnFewSamples  WarningCode = "few-samples"     // under six: no interval can be given
	WarnDrift       WarningCode = "drift"           // a lane got slower or faster as the blocks went by
	WarnBusy        WarningCode = "busy-machine"    // samples scatter, or workers compete or wait, as they do when something else runs
	WarnOutliers    WarningCode = "outliers"        // some samples lie far from the rest
	WarnMismatch    WarningCode = "result-mismatch" // lanes disagree about the answer: an error
	WarnOverCores   WarningCode = "more-workers-than-cores"
	WarnLaneFailed  WarningCode = "lane-failed"
	WarnSmaller     WarningCode = "smaller-size" // a slow lane ran less than was asked for
	WarnNotIsolated WarningCode = "not-isolated" // no cross-origin isolation: coarser clock, no shared memory
)
