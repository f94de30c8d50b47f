package toolchain

import (
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAPackIsAHeaderAndTheArchivesInItsOrder(t *testing.T) {
	data, err := Pack([]Archive{{"fmt", []byte{1, 2}}, {"a/b", nil}, {"io", []byte{3}}})
	require.NoError(t, err)
	n := binary.LittleEndian.Uint32(data)
	var header [][2]any
	require.NoError(t, json.Unmarshal(data[4:4+n], &header))
	assert.Equal(t, [][2]any{{"fmt", 2.0}, {"a/b", 0.0}, {"io", 1.0}}, header)
	assert.Equal(t, []byte{1, 2, 3}, data[4+n:])
}

func TestArchivesOfOthersAreLeftOutAndMissingOnesNamed(t *testing.T) {
	std := []Archive{{Path: "fmt"}, {Path: "io"}}
	own := without([]Archive{{Path: "io"}, {Path: "mine"}}, std)
	assert.Equal(t, []Archive{{Path: "mine"}}, own)
	assert.NoError(t, missing(std, []string{"fmt", "unsafe"}))
	assert.ErrorContains(t, missing(std, []string{"fmt", "net/http"}), "net/http")
}
