package kernels

import (
	"fmt"
	"math"
)

func init() {
	Register(Kernel{
		Name:    "nbody",
		Title:   "Planets around a sun, many times over",
		Group:   GroupNumeric,
		Summary: "Moves the Sun and its four giant planets through time, for an ensemble of slightly different systems.",
		Doc: `Five bodies attract each other; a symplectic integrator moves them in steps of 0.01 years' length. ` +
			`One system cannot be split, because each step needs the one before. An ensemble can: system i starts ` +
			`with its planets a millionth part faster for each i, and system 0 is the real one.

The first two lines are the energy of system 0 before and after, the last two are means over all systems. Energies ` +
			`are added up as whole billionths, so that the sum is the same in whatever order it is taken.

Floating-point arithmetic with square roots and divisions, everything in cache: workers should gain nearly all ` +
			`there is.`,
		Source: "Method, planets and the energies −0.169075164 and, after 1000 steps, −0.169087605: Computer " +
			"Language Benchmarks Game, n-body, https://benchmarksgame-team.pages.debian.net/benchmarksgame/. The " +
			"means are our own",
		Size: "steps",
		Params: []Param{
			{Name: "systems", Kind: Int, Label: "Systems", Unit: "systems", Doc: "How many solar systems to follow.",
				Default: "2500", Min: 1, Max: 100_000},
			{Name: "steps", Kind: Int, Label: "Steps", Unit: "steps", Doc: "Time steps for each system.",
				Default: "1000", Min: 0, Max: 5_000_000},
		},
		Split: func(a Args, _, parts int) []Range { return Even(a.Int("systems"), parts) },
		Run:   nbodyRun,
		Merge: nbodyMerge,
		Want: []Want{
			{"", "-0.169075164\n-0.169087605\nmean before: -0.168615581\nmean after: -0.168629401"},
			{"systems=1,steps=1000", "-0.169075164\n-0.169087605\nmean before: -0.169075164\nmean after: -0.169087605"},
		},
	})
}

const (
	nbodyStep   = 0.01 // years
	daysPerYear = 365.24
	solarMass   = 4 * math.Pi * math.Pi
)

// body is a position in astronomical units, a velocity in AU a year, and a mass in units in which gravity is 1.
type body struct{ x, y, z, vx, vy, vz, mass float64 }

type solarSystem [5]body

// newSolarSystem returns the Sun, Jupiter, Saturn, Uranus and Neptune, the planets faster by i millionths.
func newSolarSystem(i int64) *solarSystem {
	speed := daysPerYear * (1 + 1e-6*float64(i))
	s := &solarSystem{
		{mass: 1},
		{4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01,
			1.66007664274403694e-03, 7.69901118419740425e-03, -6.90460016972063023e-05, 9.54791938424326609e-04},
		{8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01,
			-2.76742510726411899e-03, 4.99852801234917238e-03, 2.30417297573763929e-05, 2.85885980666130812e-04},
		{1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01,
			2.96460137564761618e-03, 2.37847173959480950e-03, -2.96589568540237556e-05, 4.36624404335156298e-05},
		{1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01,
			2.68067772490389322e-03, 1.62824170038242295e-03, -9.51592254519715870e-05, 5.15138902046611451e-05},
	}
	var px, py, pz float64
	for i := range s {
		b := &s[i]
		b.vx, b.vy, b.vz, b.mass = b.vx*speed, b.vy*speed, b.vz*speed, b.mass*solarMass
		px, py, pz = px+b.vx*b.mass, py+b.vy*b.mass, pz+b.vz*b.mass
	}
	// The Sun moves so that the whole stands still.
	s[0].vx, s[0].vy, s[0].vz = -px/solarMass, -py/solarMass, -pz/solarMass
	return s
}

func (s *solarSystem) advance(dt float64) {
	for i := range s {
		a := &s[i]
		for j := i + 1; j < len(s); j++ {
			b := &s[j]
			dx, dy, dz := a.x-b.x, a.y-b.y, a.z-b.z
			d2 := dx*dx + dy*dy + dz*dz
			pull := dt / (d2 * math.Sqrt(d2))
			a.vx -= dx * b.mass * pull
			a.vy -= dy * b.mass * pull
			a.vz -= dz * b.mass * pull
			b.vx += dx * a.mass * pull
			b.vy += dy * a.mass * pull
			b.vz += dz * a.mass * pull
		}
	}
	for i := range s {
		b := &s[i]
		b.x += dt * b.vx
		b.y += dt * b.vy
		b.z += dt * b.vz
	}
}

// energy is the sum of kinetic and potential energy, in whole billionths.
func (s *solarSystem) energy() int64 {
	e := 0.0
	for i, a := range s {
		e += a.mass * (a.vx*a.vx + a.vy*a.vy + a.vz*a.vz) / 2
		for _, b := range s[i+1:] {
			dx, dy, dz := a.x-b.x, a.y-b.y, a.z-b.z
			e -= a.mass * b.mass / math.Sqrt(dx*dx+dy*dy+dz*dz)
		}
	}
	return int64(math.Round(e * 1e9))
}

// nbodyRun returns four words, in billionths: system 0's energy before and after (0 where the range does not hold it),
// and the sums over the range before and after.
func nbodyRun(a Args, _ int, _ []byte, r Range) ([]byte, error) {
	var first, firstAfter, sum, sumAfter int64
	for i := r.Lo; i < r.Hi; i++ {
		s := newSolarSystem(i)
		before := s.energy()
		for range a.Int("steps") {
			s.advance(nbodyStep)
		}
		after := s.energy()
		if i == 0 {
			first, firstAfter = before, after
		}
		sum, sumAfter = sum+before, sumAfter+after
	}
	return putInts(nil, first, firstAfter, sum, sumAfter), nil
}

func nbodyMerge(a Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
	e, err := sumInts(partials, 4)
	if err != nil {
		return nil, err
	}
	n := float64(a.Int("systems"))
	return fmt.Appendf(nil, "%.9f\n%.9f\nmean before: %.9f\nmean after: %.9f",
		float64(e[0])/1e9, float64(e[1])/1e9, float64(e[2])/n/1e9, float64(e[3])/n/1e9), nil
}
