// The goroutines of generated programs: patterns whose result does not depend on the schedule, filled
// with random work. Each returns a name of a function without parameters.

function worker(p, type) {
  const name = p.fresh('w');
  p.calls = 1;
  p.block(`func ${name}(x ${type}) (result ${type})`, () => {
    p.declare('x', type);
    p.declare('result', type);
    quietly(p, () => {
      for (let n = 1 + p.random.below(2); n > 0; n--) p.statement(1);
      p.line(`return ${p.expression(type, 2)}`);
    });
  });
  return name;
}

// Workers run at once: what they trace would come in any order, so they trace nothing.
function quietly(p, write) {
  const from = p.lines.length;
  const functions = p.functions;
  p.functions = []; // They trace.
  write();
  p.functions = functions;
  for (let i = from; i < p.lines.length; i++) {
    p.lines[i] = p.lines[i].replaceAll('trace(', 'fmt.Sprintln(');
    if (/^\t*fmt\.Sprintln\(/.test(p.lines[i])) p.lines[i] = p.lines[i].replace('fmt', '_ = fmt');
  }
}

const PATTERNS = {
  fanOut(p, name, type, f) {
    const n = 2 + p.random.below(6);
    p.line(`results := make([]${type}, ${n})`);
    p.line('var wg sync.WaitGroup');
    p.block(`for i := range results`, () => {
      p.line('i := i');
      p.line('wg.Add(1)');
      p.block(
        'go func()',
        () => {
          p.line('defer wg.Done()');
          p.line(`guard(func() { results[i] = ${f}(${type}(i)) })`);
        },
        '}()',
      );
    });
    p.line('wg.Wait()');
    p.line(`trace("${name}", results)`);
  },

  pipeline(p, name, type, f) {
    const size = p.random.pick(['', ', 1', ', 3']);
    const stages = 1 + p.random.below(3);
    p.line(`source := make(chan ${type}${size})`);
    p.line('in := source');
    p.block(`for s := 0; s < ${stages}; s++`, () => {
      p.line(`from, to := in, make(chan ${type}${size})`);
      p.block(
        'go func()',
        () => {
          p.line('defer close(to)');
          p.block('for x := range from', () => p.line(`to <- ${f}(x)`));
        },
        '}()',
      );
      p.line('in = to');
    });
    p.block(
      'go func()',
      () => {
        p.line('defer close(source)');
        p.block(`for i := 0; i < ${3 + p.random.below(5)}; i++`, () =>
          p.line(`source <- ${type}(i)`),
        );
      },
      '}()',
    );
    p.line(`var all []${type}`);
    p.block('for x := range in', () => p.line('all = append(all, x)'));
    p.line(`trace("${name}", all)`);
  },

  shared(p, name, type, f) {
    p.line('var mu sync.Mutex');
    p.line('var wg sync.WaitGroup');
    p.line(`seen := map[${type}]int{}`);
    p.line('var count atomic.Int64');
    p.block(`for g := 0; g < ${2 + p.random.below(4)}; g++`, () => {
      p.line('g := g');
      p.line('wg.Add(1)');
      p.block(
        'go func()',
        () => {
          p.line('defer wg.Done()');
          p.block('for i := 0; i < 5; i++', () => {
            p.line(`x := ${f}(${type}(g + i))`);
            p.line('mu.Lock()');
            p.line('seen[x]++');
            p.line('mu.Unlock()');
            p.line('count.Add(int64(i))');
          });
        },
        '}()',
      );
    });
    p.line('wg.Wait()');
    p.line(`trace("${name}", seen, count.Load())`);
  },

  selecting(p, name, type, f) {
    p.line(`a, b, done := make(chan ${type}), make(chan ${type}, 2), make(chan struct{})`);
    p.line(`go func() { for i := 0; i < 4; i++ { a <- ${f}(${type}(i)) }; close(a) }()`);
    p.line(`go func() { for i := 0; i < 4; i++ { b <- ${f}(${type}(i + 4)) }; close(b) }()`);
    p.line('var got []string');
    p.block(
      'go func()',
      () => {
        p.line('defer close(done)');
        p.block('for a != nil || b != nil', () => {
          p.line('select {');
          for (const c of ['a', 'b']) {
            p.line(`case x, ok := <-${c}:`);
            p.line(`if !ok { ${c} = nil; continue }`);
            p.line(`got = append(got, fmt.Sprint("${c}", x))`);
          }
          p.line('}');
        });
      },
      '}()',
    );
    p.line('<-done');
    p.line('sort.Strings(got)');
    p.line(`trace("${name}", got)`);
  },

  handOff(p, name, type, f) {
    p.line('var once sync.Once');
    p.line(`ping, pong := make(chan ${type}), make(chan ${type})`);
    p.block(
      'go func()',
      () => {
        p.line('defer close(pong)');
        p.block('for x := range ping', () => {
          p.line(`once.Do(func() { x = ${f}(x) })`);
          p.line('pong <- x');
        });
      },
      '}()',
    );
    p.line(`x := ${type}(3)`);
    p.block(`for i := 0; i < ${2 + p.random.below(5)}; i++`, () => {
      p.line('ping <- x');
      p.line(`x = ${f}(<-pong)`);
    });
    p.line('close(ping)');
    p.line('_, ok := <-pong');
    p.line(`trace("${name}", x, ok)`);
  },
};

/** concurrentPart() writes some functions that use goroutines, and returns their names. */
export function concurrentPart(p) {
  const names = [];
  for (let n = 1 + p.random.below(3); n > 0; n--) {
    const pattern = p.random.pick(Object.keys(PATTERNS));
    const type = p.random.pick(['int', 'uint8', 'int16', 'uint64', 'int32']);
    const f = worker(p, type);
    const name = p.fresh(pattern);
    p.block(`func ${name}()`, () => PATTERNS[pattern](p, name, type, f));
    names.push(name);
  }
  return names;
}
