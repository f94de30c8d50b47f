package sharetest

import (
	"bytes"
	"fmt"
)

// Heaviest gives a run that takes as much to work out as one that is stored can, within its bytes: as many lanes, at as many worker
// counts and with as many samples as there is room for.
func Heaviest(seed uint32) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, `{"schema":"velocidade.report/v1","program":"heaviest","args":{},"status":"complete","startedAt":1,"host":{"engine":"wasm","go":"go1","platform":"js/wasm","cores":4,`+
		`"isolated":true,"timerResolutionMs":0.005,"build":"x"},"plan":{"blocks":200,"warmups":1,"parts":1,"seed":%d},"lanes":[`, seed)
	const lanes, samples = 96, 90
	for lane := range lanes {
		if lane > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, `{"lane":"go/w%c","workers":%d,"repeat":1,"warmupMs":[],"samplesMs":[`, 'a'+lane/8, 1+lane%8)
		for i := range 2 * samples {
			switch {
			case i == samples:
				out.WriteString(`],"computeMs":[`)
			case i > 0:
				out.WriteByte(',')
			}
			fmt.Fprint(&out, 1+(i*7+lane*3)%9)
		}
		out.WriteString(`],"medianMs":null,"intervalMs":null,"confidence":0,"outliers":[],"result":"","speedup":null,"error":null}`)
	}
	out.WriteString(`],"verdict":"","warnings":[],"timeline":[]}`)
	return out.Bytes()
}
