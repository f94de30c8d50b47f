// Gnark works on the curve BN254: fields, a sum of many products of points and numbers, a pairing (gnark-crypto).
package main

import (
	"math/big"

	"github.com/consensys/gnark-crypto/ecc"
	"github.com/consensys/gnark-crypto/ecc/bn254"
	"github.com/consensys/gnark-crypto/ecc/bn254/fr"

	"others/work"
)

func main() {
	r := work.NewRandom(12)
	_, _, g1, g2 := bn254.Generators()
	points := make([]bn254.G1Affine, 256)
	factors := make([]fr.Element, len(points))
	for i := range points {
		points[i].ScalarMultiplication(&g1, new(big.Int).SetUint64(r.Next()))
		factors[i].SetUint64(r.Next())
		factors[i].Square(&factors[i])
	}
	work.Do(func() ([]byte, error) {
		x := factors[0]
		for range 100000 {
			x.Mul(&x, &factors[1]).Add(&x, &factors[2])
		}
		x.Inverse(&x)
		var sum bn254.G1Affine
		if _, err := sum.MultiExp(points, factors, ecc.MultiExpConfig{NbTasks: 1}); err != nil {
			return nil, err
		}
		paired, err := bn254.Pair([]bn254.G1Affine{sum, points[7]}, []bn254.G2Affine{g2, g2})
		if err != nil {
			return nil, err
		}
		field, sums, pairs := x.Bytes(), sum.Bytes(), paired.Bytes()
		return append(append(field[:], sums[:]...), pairs[:]...), nil
	})
}
