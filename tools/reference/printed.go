package reference

// chapter is where the figures of [Chapter] stand.
var chapter = Source{"The Hitchhiker’s Guide to Python: Speed", "https://docs.python-guide.org/scenarios/speed/"}

// Chapter returns the times that the chapter prints: a loop counted down by CPython and by PyPy, from a number that it does not
// print, and 500 primes by Python and by Cython on two machines.
func Chapter() []Printed {
	const (
		notebook = "notebook, dual-core AMD E-450 at 1.6 GHz"
		board    = "BeagleBone, an embedded ARM board"
	)
	return []Printed{
		{"countdown", "", "cpython/single", "not named", "Python 2.7.1",
			[]float64{1067.74401665, 1454.12397385, 1514.85204697, 1546.93889618, 1601.09114647}, chapter},
		{"countdown", "", "pypy/single", "not named", "PyPy 1.7.0 (Python 2.7.1)",
			[]float64{68.3999061584, 48.3210086823, 38.8588905334, 44.0690517426, 69.5300102234}, chapter},
		{"primes", "kmax=500", "cpython/single", notebook, "Python", []float64{56.6}, chapter},
		{"primes", "kmax=500", "cython/single", notebook, "Cython, compiled by pyximport", []float64{5.4}, chapter},
		{"primes", "kmax=500", "cpython/single", board, "Python", []float64{330.2}, chapter},
		{"primes", "kmax=500", "cython/single", board, "Cython, compiled by pyximport", []float64{19.6}, chapter},
	}
}
