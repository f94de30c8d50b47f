// Gonum multiplies and factorizes matrices, finds eigenvalues and transforms a signal.
package main

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/dsp/fourier"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"others/work"
)

func main() {
	r := work.NewRandom(5)
	const n = 220
	a := random(r, n, n)
	b := random(r, n, n)
	right := random(r, n, 4)
	signal := make([]float64, 1<<15)
	for i := range signal {
		signal[i] = math.Sin(float64(i)/9) + r.Float()
	}
	work.Do(func() (string, error) {
		var product, solved mat.Dense
		product.Mul(a, b)
		if err := solved.Solve(a, right); err != nil {
			return "", err
		}
		var symmetric mat.SymDense
		symmetric.SymOuterK(1, a.Slice(0, 60, 0, 60))
		var eigen mat.EigenSym
		if !eigen.Factorize(&symmetric, false) {
			return "", fmt.Errorf("no eigenvalues")
		}
		spectrum := fourier.NewFFT(len(signal)).Coefficients(nil, signal)
		energy := 0.0
		for _, c := range spectrum {
			energy += real(c)*real(c) + imag(c)*imag(c)
		}
		mean, deviation := stat.MeanStdDev(signal, nil)
		// Assembly and compilers may add in another order: the last digits are not compared.
		return fmt.Sprintf("%.6g %.5g %.6g %.6g %.6g %.6g", mat.Sum(&product), mat.Norm(&solved, 2), eigen.Values(nil)[59], energy, mean, deviation), nil
	})
}

func random(r *work.Random, rows, columns int) *mat.Dense {
	m := mat.NewDense(rows, columns, nil)
	for i := range rows {
		for j := range columns {
			m.Set(i, j, r.Float()-0.5)
		}
	}
	return m
}
