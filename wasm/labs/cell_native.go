//go:build !js

package labs

import "encoding/json"

// UnmarshalJSON reads what MarshalJSON gives, for tools that keep results. (The engine only writes them.)
func (c *Cell) UnmarshalJSON(data []byte) error {
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return err
	}
	switch value := value.(type) {
	case string:
		*c = text(value)
	case float64:
		*c = num(value)
	default:
		*c = Cell{}
	}
	return nil
}
