// Package bench measures a program of package kernels on several lanes, and says what it found.
//
// A lane is a way to run a program: on one worker, on goroutines inside one worker, on many workers. A [Spec] asks for
// lanes and worker counts; [Resolve] turns it into entries, one lane at one worker count each; a [Runner] takes the
// samples and [Report] holds the outcome:
//
//	Spec → Resolve → warm-up of every entry → blocks of samples → summary → warnings, verdict → Report
//
// Samples come in blocks: every entry once in each block, in random order, so that whatever drifts while a run goes on
// (temperature, clock speed, another program) falls on all entries alike and cancels in their ratios. Nothing is
// assumed about how times are distributed: medians with order-statistic intervals describe an entry, a bootstrap over
// whole blocks describes a ratio, and fewer than six blocks describe nothing.
//
// The package knows neither browser nor operating system. The clock, the random seed and the executors come with the
// Runner, so a test runs a whole measurement on a clock of its own without waiting for any.
package bench
