//go:build !js

package labs

import (
	"context"
	"errors"
	"net/http"
)

// delayAddress is empty: natively whoever runs the laboratory says where the slow page is.
func delayAddress() string { return "" }

// fetchDelayed gets an address and waits for the answer.
func fetchDelayed(ctx context.Context, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	return nil
}
