// The command on the wasm builds: what it prints and its exit status, compared with the native
// command word for word. When one fails look at tools/gopark-wasm.mjs and wasm/.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const native = process.env.GOPARK_NATIVE ?? join(root, 'build', 'native', 'gopark');
const script = join(root, 'tools', 'gopark-wasm.mjs');

const folder = mkdtempSync(join(tmpdir(), 'gopark-'));
after(() => rmSync(folder, { recursive: true }));

const programs = {
  hello: `package main

import "fmt"

func main() { fmt.Println("hello, gophers") }
`,
  goroutines: `package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	sums := make([]int, 50)
	for i := range sums {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := 0; n < 10000; n++ {
				sums[i] += n % (i + 1)
			}
		}()
	}
	wg.Wait()
	total := 0
	for _, s := range sums {
		total += s
	}
	fmt.Println(total)
}
`,
  sleepers: `package main

import (
	"fmt"
	"time"
)

func main() {
	done := make(chan int)
	for i := 3; i > 0; i-- {
		go func() {
			time.Sleep(time.Duration(i) * 300 * time.Millisecond)
			done <- i
		}()
	}
	fmt.Println(<-done, <-done, <-done)
}
`,
  panics: `package main

func main() {
	var m map[string]int
	m["a"] = 1
}
`,
  deadlocks: `package main

func main() {
	c := make(chan int)
	<-c
}
`,
  exits: `package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Print("no newline")
	os.Exit(7)
}
`,
  wrong: `package main

func main() {
	x := 1
	y = 2
}
`,
  forever: `package main

import "fmt"

func main() {
	fmt.Println("on and on")
	for {
	}
}
`,
  floods: `package main

import "fmt"

func main() {
	for i := 0; i < 100000; i++ {
		fmt.Println("line", i)
	}
}
`,
};
for (const [name, source] of Object.entries(programs)) {
  writeFileSync(join(folder, `${name}.go`), source);
}

function run(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 60000,
    ...options,
  });
  return { status, stdout, stderr };
}

// Addresses and goroutine numbers beyond the first line differ from run to run.
const firstLine = (text) => text.split('\n', 1)[0];

for (const build of ['st', 'mt']) {
  const wasm = (args, options) =>
    run(process.execPath, [script, '--build', build, ...args], options);

  describe(`gopark-wasm --build ${build}`, () => {
    for (const name of ['hello', 'goroutines', 'sleepers', 'exits', 'wrong', 'floods']) {
      test(`run ${name}.go prints and ends as the native command does`, () => {
        assert.deepEqual(wasm(['run', `${name}.go`]), run(native, ['run', `${name}.go`]));
      });
    }

    for (const name of ['panics', 'deadlocks']) {
      test(`run ${name}.go dies as the native command does`, () => {
        const got = wasm(['run', `${name}.go`]);
        const want = run(native, ['run', `${name}.go`]);
        assert.equal(got.status, 2);
        assert.equal(want.status, 2);
        assert.equal(firstLine(got.stderr), firstLine(want.stderr));
        assert.notEqual(firstLine(got.stderr), '');
      });
    }

    for (const name of ['hello', 'wrong']) {
      test(`check ${name}.go answers as the native command does`, () => {
        assert.deepEqual(wasm(['check', `${name}.go`]), run(native, ['check', `${name}.go`]));
      });
    }

    test('run - reads the program from standard input', () => {
      const { status, stdout } = wasm(['run', '-'], { input: programs.hello });
      assert.equal(stdout, 'hello, gophers\n');
      assert.equal(status, 0);
    });

    test('-timeout stops a program that never ends', () => {
      const got = wasm(['run', '-timeout', '2s', 'forever.go']);
      assert.deepEqual(got, run(native, ['run', '-timeout', '2s', 'forever.go']));
      assert.equal(got.stdout, 'on and on\n');
    });

    test('-trace-events writes one JSON object a line', () => {
      const { status } = wasm(['run', '-procs', '2', '-trace-events', 'events', 'goroutines.go']);
      assert.equal(status, 0);
      const lines = readFileSync(join(folder, 'events'), 'utf8').trimEnd().split('\n');
      const types = new Set(lines.map((line) => JSON.parse(line).type));
      for (const type of ['GoCreate', 'GoStart', 'GoPark', 'GoDestroy']) {
        assert.ok(types.has(type), `no ${type} among ${[...types].join(' ')}`);
      }
    });

    test('mistakes on the command line are refused', () => {
      for (const args of [['run', '-procs', '0', 'hello.go'], ['run'], ['fly', 'hello.go'], []]) {
        assert.equal(wasm(args).status, 2, args.join(' '));
      }
      assert.equal(wasm(['run', 'missing.go']).status, 1);
    });
  });
}
