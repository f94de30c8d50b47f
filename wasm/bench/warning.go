package bench

// WarningCode is one of a closed set; each has one cause and one next step.
type WarningCode string

const (
	WarnHidden      WarningCode = "page-hidden"     // the run is void
	WarnCoarseTimer WarningCode = "coarse-timer"    // the clock steps by 0.1 ms or more
	WarnFewSamples  WarningCode = "few-samples"     // under six: no interval can be given
	WarnDrift       WarningCode = "drift"           // all lanes got slower or faster as the blocks went by
	WarnLaneDrift   WarningCode = "lane-drift"      // one lane did, against the others
	WarnSerial      WarningCode = "serial-samples"  // samples depend on the ones before them
	WarnLevels      WarningCode = "two-levels"      // a lane jumps between two speeds
	WarnBusy        WarningCode = "busy-machine"    // samples scatter, as they do when something else runs
	WarnContention  WarningCode = "contention"      // the same work takes longer inside many workers
	WarnWaiting     WarningCode = "waiting"         // workers had nothing to work on for much of the time
	WarnOutliers    WarningCode = "outliers"        // what is said hangs on a few samples far off
	WarnMessages    WarningCode = "mostly-messages" // there is too little work in a run for it to say much
	WarnUnsplit     WarningCode = "not-split"       // the work of many workers was done by one
	WarnFirst       WarningCode = "first-differs"   // the first run took so much longer that the others may not do the same work
	WarnMismatch    WarningCode = "result-mismatch" // lanes disagree about the answer: an error
	WarnOverCores   WarningCode = "more-workers-than-cores"
	WarnLaneFailed  WarningCode = "lane-failed"
	WarnSmaller     WarningCode = "smaller-size" // a slow lane ran less than was asked for
	WarnNotIsolated WarningCode = "not-isolated" // no cross-origin isolation: coarser clock, no shared memory
)
