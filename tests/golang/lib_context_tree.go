// Contexts: texts, values, causes, deadlines and the order in which a tree is cancelled.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

type key string

// foreign is a Context of another package: it is watched by a goroutine.
type foreign struct {
	context.Context
	done chan struct{}
}

func (f *foreign) Done() <-chan struct{} { return f.done }
func (f *foreign) Err() error {
	select {
	case <-f.done:
		return errors.New("foreign end")
	default:
		return nil
	}
}

func main() {
	root := context.WithValue(context.Background(), key("user"), "ann")
	ctx, cancel := context.WithCancelCause(root)
	child, cancelChild := context.WithCancel(ctx)
	defer cancelChild()
	free := context.WithoutCancel(child)
	fmt.Println(root, child, free)
	fmt.Println(child.Value(key("user")), child.Value(key("none")), child.Err(), context.Cause(child))
	stopped := make(chan string, 2)
	context.AfterFunc(child, func() { stopped <- "after func" })
	stop := context.AfterFunc(child, func() { stopped <- "never" })
	fmt.Println(stop(), stop())
	cancel(errors.New("the reason"))
	<-child.Done()
	fmt.Println(<-stopped, child.Err(), context.Cause(child), ctx.Err() == context.Canceled, free.Err())
	cancel(errors.New("too late"))
	fmt.Println(context.Cause(ctx))

	late, cancelLate := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancelLate()
	_, has := late.Deadline()
	select {
	case <-late.Done():
		fmt.Println(has, late.Err(), errors.Is(late.Err(), context.DeadlineExceeded))
	case <-time.After(5 * time.Second):
		fmt.Println("no deadline")
	}
	past, cancelPast := context.WithDeadlineCause(root, time.Unix(0, 0), errors.New("long ago"))
	defer cancelPast()
	fmt.Println(past.Err(), context.Cause(past))

	outside := &foreign{context.Background(), make(chan struct{})}
	inside, cancelInside := context.WithCancel(outside)
	defer cancelInside()
	close(outside.done)
	<-inside.Done()
	fmt.Println(inside.Err())
	for _, bad := range []func(){
		func() { context.WithCancel(nil) },
		func() { context.WithValue(root, nil, 1) },
		func() { context.WithValue(root, []int{}, 1) },
	} {
		func() {
			defer func() { fmt.Println(recover()) }()
			bad()
		}()
	}
}

// Output:
// context.Background.WithValue(main.key, ann) context.Background.WithValue(main.key, ann).WithCancel.WithCancel context.Background.WithValue(main.key, ann).WithCancel.WithCancel.WithoutCancel
// ann <nil> <nil> <nil>
// true false
// after func context canceled the reason true <nil>
// the reason
// true context deadline exceeded true
// context deadline exceeded long ago
// foreign end
// cannot create context from nil parent
// nil key
// key is not comparable
