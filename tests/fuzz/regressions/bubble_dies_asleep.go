package main

import (
	"testing"
	"testing/synctest"
	"time"
)

// The program ends while goroutines and timers of the bubble wait for its clock.
func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 40 {
			go time.Sleep(time.Hour)
		}
		time.AfterFunc(time.Hour, func() {})
		synctest.Wait()
		panic("no more")
	})
}
