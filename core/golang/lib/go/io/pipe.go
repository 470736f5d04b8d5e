package io

import "sync"

// pipe passes each Write to one or more Reads without a buffer.
type pipe struct {
	writing sync.Mutex // held for a whole Write
	data    chan []byte
	taken   chan int // how much of data a Read took

	once     sync.Once
	done     chan struct{}
	errs     sync.Mutex
	readErr  error // from the reader's Close
	writeErr error // from the writer's Close
}

// Pipe returns two ends: what is written to one is read from the other, with no buffer in between.
func Pipe() (*PipeReader, *PipeWriter) {
	p := &pipe{data: make(chan []byte), taken: make(chan int), done: make(chan struct{})}
	return &PipeReader{p}, &PipeWriter{p}
}

func (p *pipe) shut() { p.once.Do(func() { close(p.done) }) }

// setError keeps the first error.
func (p *pipe) setError(at *error, err error) {
	p.errs.Lock()
	if *at == nil {
		*at = err
	}
	p.errs.Unlock()
}

func (p *pipe) forReader() error {
	p.errs.Lock()
	defer p.errs.Unlock()
	if p.readErr == nil && p.writeErr != nil {
		return p.writeErr
	}
	return ErrClosedPipe
}

func (p *pipe) forWriter() error {
	p.errs.Lock()
	defer p.errs.Unlock()
	if p.writeErr == nil && p.readErr != nil {
		return p.readErr
	}
	return ErrClosedPipe
}

// A PipeReader is the end of a pipe to read from.
type PipeReader struct {
	p *pipe
}

func (r *PipeReader) Read(b []byte) (n int, err error) {
	select {
	case <-r.p.done:
		return 0, r.p.forReader()
	default:
	}
	select {
	case data := <-r.p.data:
		n = copy(b, data)
		r.p.taken <- n
		return n, nil
	case <-r.p.done:
		return 0, r.p.forReader()
	}
}

// Close makes writes return ErrClosedPipe.
func (r *PipeReader) Close() error { return r.CloseWithError(nil) }

// CloseWithError makes writes return err.
func (r *PipeReader) CloseWithError(err error) error {
	if err == nil {
		err = ErrClosedPipe
	}
	r.p.setError(&r.p.readErr, err)
	r.p.shut()
	return nil
}

// A PipeWriter is the end of a pipe to write to.
type PipeWriter struct {
	p *pipe
}

func (w *PipeWriter) Write(b []byte) (n int, err error) {
	select {
	case <-w.p.done:
		return 0, w.p.forWriter()
	default:
		w.p.writing.Lock()
		defer w.p.writing.Unlock()
	}
	for first := true; first || len(b) > 0; first = false {
		select {
		case w.p.data <- b:
			m := <-w.p.taken
			b = b[m:]
			n += m
		case <-w.p.done:
			return n, w.p.forWriter()
		}
	}
	return n, nil
}

// Close makes reads return EOF.
func (w *PipeWriter) Close() error { return w.CloseWithError(nil) }

// CloseWithError makes reads return err.
func (w *PipeWriter) CloseWithError(err error) error {
	if err == nil {
		err = EOF
	}
	w.p.setError(&w.p.writeErr, err)
	w.p.shut()
	return nil
}
