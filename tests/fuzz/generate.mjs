// A generator of random Go programs that compile, end, and print the same on every correct
// implementation and under every schedule: `node generate.mjs SEED` prints the one of a seed.
//
// Within the language of Go 1.19, so that an older real Go can be asked as well: no loop over a
// function or an integer, and nothing that depends on whose loop variables a closure holds.
// Operands that could overflow as constants always have a variable on their left.
import { pathToFileURL } from 'node:url';
import { concurrentPart } from './generate_concurrent.mjs';
import { Random } from './random.mjs';

const SIGNED = ['int', 'int8', 'int16', 'int32', 'int64'];
const UNSIGNED = ['uint', 'uint8', 'uint16', 'uint32', 'uint64'];
export const INTEGERS = [...SIGNED, ...UNSIGNED];
const BASIC = [...INTEGERS, 'float64', 'float32', 'string', 'bool'];
const FUNCTIONS = 5;

/** Program is one program in the making: a stack of scopes, and the lines written so far. */
export class Program {
  constructor(seed) {
    this.random = new Random(seed);
    this.lines = [];
    this.indent = 0;
    this.scopes = [[]];
    this.names = 0;
    this.functions = []; // {name, params, result}, callable.
    this.structs = []; // {name, fields: [{name, type}]}
    this.loops = 0;
    this.calls = 0; // Left in the function being written.
  }

  line(text) {
    this.lines.push('\t'.repeat(this.indent) + text);
  }

  block(head, body, tail = '}') {
    this.line(`${head} {`);
    this.indent++;
    this.scopes.push([]);
    body();
    this.scopes.pop();
    this.indent--;
    this.line(tail);
  }

  fresh(prefix) {
    return `${prefix}${this.names++}`;
  }

  declare(name, type, fixed = false) {
    this.scopes.at(-1).push({ name, type, fixed });
  }

  variables(type, assignable = false) {
    return this.scopes.flat().filter((v) => v.type === type && !(assignable && v.fixed));
  }

  basicType() {
    return this.random.pick(BASIC);
  }

  anyType() {
    const r = this.random.below(12);
    if (r < 7) return this.basicType();
    if (r < 9) return `[]${this.random.pick(['int', 'uint8', 'string', 'float64'])}`;
    if (r < 10) return `[4]${this.random.pick(['int', 'uint16', 'string'])}`;
    if (r < 11) return `map[${this.random.pick(['int', 'string'])}]int`;
    return this.structs.length ? this.random.pick(this.structs).name : 'int';
  }

  literal(type) {
    const random = this.random;
    const struct = this.structs.find((s) => s.name === type);
    if (struct) {
      const fields = struct.fields.map((f) => `${f.name}: ${this.literal(f.type)}`);
      return `${type}{${fields.join(', ')}}`;
    }
    if (type.startsWith('map[')) {
      const key = type.slice(4, type.indexOf(']'));
      const entries = [1, 2, 3].map((n) => (key === 'int' ? `${n}: ${n * 7}` : `"k${n}": ${n}`));
      return `${type}{${entries.join(', ')}}`;
    }
    if (type.startsWith('[')) {
      const elem = type.slice(type.indexOf(']') + 1);
      const count = type.startsWith('[]') ? random.below(5) : 4;
      return `${type}{${Array.from({ length: count }, () => this.literal(elem)).join(', ')}}`;
    }
    if (type === 'bool') return random.pick(['true', 'false']);
    if (type === 'string')
      return JSON.stringify(random.pick(['', 'a', 'go', 'héllo', '世界', 'x\ty']));
    if (type === 'float64') return `float64(${random.pick(['0.5', '-1.25', '3', '1e10', '0.1'])})`;
    if (type === 'float32') return `float32(${random.pick(['0.5', '-1.25', '3', '0.1'])})`;
    if (SIGNED.includes(type)) return `${type}(${random.pick([0, 1, -1, 7, 100, -128, 127, 42])})`;
    return `${type}(${random.pick([0, 1, 2, 7, 100, 128, 255, 42])})`;
  }

  /** variable() is an operand that is no constant. */
  variable(type) {
    const known = this.variables(type);
    if (known.length && this.random.below(8)) return this.random.pick(known).name;
    return `id(${this.literal(type)})`;
  }

  expression(type, depth) {
    const random = this.random;
    if (depth <= 0 || random.below(6) === 0) {
      return random.below(3) ? this.variable(type) : this.literal(type);
    }
    const callable = this.functions.filter((f) => f.result === type);
    if (callable.length && this.calls > 0 && this.loops < 2 && random.below(4) === 0) {
      return this.callOf(random.pick(callable), depth);
    }
    const field = this.fieldOf(type);
    if (field && random.below(4) === 0) return field;
    if (INTEGERS.includes(type)) return this.integer(type, depth);
    const left = () => this.variable(type);
    const sub = (t) => this.expression(t, depth - 1);
    if (type.startsWith('float')) {
      if (random.below(4) === 0) return `${type}(${this.variable(random.pick(INTEGERS))})`;
      return `(${left()} ${random.pick(['+', '-', '*', '/'])} ${sub(type)})`;
    }
    if (type === 'string') return this.string(depth);
    if (type === 'bool') {
      const t = random.pick(['int', 'uint8', 'float64', 'string']);
      const order = random.pick(['==', '!=', '<', '<=', '>', '>=']);
      if (random.below(3)) return `(${this.variable(t)} ${order} ${sub(t)})`;
      return `(${left()} ${random.pick(['&&', '||'])} !${this.variable('bool')})`;
    }
    if (type.startsWith('[]')) {
      const elem = type.slice(2);
      if (random.below(2)) return `append(${this.variable(type)}, ${sub(elem)})`;
      return `part(${this.variable(type)}, ${sub('int')}, ${sub('int')})`;
    }
    return this.variable(type);
  }

  callOf(f, depth) {
    this.calls--;
    const args = f.params.map((type) => this.expression(type, Math.min(depth - 1, 1)));
    return `${f.name}(${args.join(', ')})`;
  }

  fieldOf(type) {
    const found = [];
    for (const struct of this.structs) {
      for (const field of struct.fields) {
        if (field.type !== type) continue;
        for (const v of this.variables(struct.name)) found.push(`${v.name}.${field.name}`);
      }
    }
    return found.length ? this.random.pick(found) : null;
  }

  integer(type, depth) {
    const random = this.random;
    const sub = (t) => this.expression(t, depth - 1);
    const left = this.variable(type);
    switch (random.below(12)) {
      case 0:
        return `(${left} ${random.pick(['/', '%'])} (${sub(type)} | 1))`;
      case 1:
        return `(${left} ${random.pick(['<<', '>>'])} (${this.variable('uint8')} & 63))`;
      case 2:
        return `${type}(${this.variable(random.pick(INTEGERS))})`;
      case 3:
        return `${random.pick(['-', '^', '+'])}${left}`;
      case 4:
        return `${type}(len(${this.variable(random.pick(['string', '[]int', 'map[int]int']))}))`;
      case 5:
        return `largest(${left}, ${sub(type)})`;
      case 6:
        if (type === 'int') return `at(${this.variable('[]int')}, ${sub('int')})`;
        if (type === 'uint8') return `at([]byte(${this.variable('string')}), ${sub('int')})`;
        return left;
      case 7:
        if (type === 'int') return `${this.variable('map[string]int')}[${sub('string')}]`;
        return left;
      default:
        return `(${left} ${random.pick(['+', '-', '*', '&', '|', '^', '&^'])} ${sub(type)})`;
    }
  }

  string(depth) {
    const random = this.random;
    const sub = (t) => this.expression(t, depth - 1);
    switch (random.below(6)) {
      case 0:
        return `fmt.Sprint(${this.variable(this.basicType())}, ${sub(this.basicType())})`;
      case 1: {
        const verb = random.pick([
          '%v',
          '%d',
          '%x',
          '%5d',
          '%-5d|',
          '%+d',
          '%#x',
          '%03d',
          '%b',
          '%q',
        ]);
        return `fmt.Sprintf("${verb}", ${this.variable(random.pick(SIGNED))} & 127)`;
      }
      case 2:
        return `fmt.Sprintf("%${random.pick(['v', 'q', 'x', '8s', '-8s|', '.2s'])}", ${sub('string')})`;
      case 3:
        return `string(part([]rune(${this.variable('string')}), ${sub('int')}, ${sub('int')}))`;
      case 4:
        return `clip(${this.variable('string')} + ${sub('string')})`;
      default:
        return `strings.ToUpper(clip(${sub('string')}))`;
    }
  }

  statement(depth) {
    const random = this.random;
    switch (random.below(depth > 0 ? 15 : 6)) {
      case 0:
      case 1: {
        const type = this.anyType();
        const name = this.fresh('v');
        this.line(`${name} := ${this.expression(type, 2)}`);
        this.line(`_ = ${name}`);
        this.declare(name, type);
        return;
      }
      case 2:
      case 3:
        return this.assignment();
      case 4:
        this.line(`trace(${this.expression(this.basicType(), 2)})`);
        return;
      case 5:
        return this.container();
      case 6:
      case 7:
        this.block(
          `if ${this.expression('bool', 2)}`,
          () => this.statements(depth - 1),
          '} else {',
        );
        this.indent++;
        this.scopes.push([]);
        this.statements(depth - 1);
        this.scopes.pop();
        this.indent--;
        this.line('}');
        return;
      case 8:
      case 9:
        return this.loop(depth);
      case 10: {
        const type = random.pick(['int', 'uint8', 'string']);
        this.block(`switch ${this.variable(type)}`, () => {
          const cases = [...new Set([0, 1, 2].map(() => this.literal(type)))];
          for (const value of cases) {
            this.line(`case ${value}:`);
            this.statements(0);
            if (random.below(4) === 0 && value !== cases.at(-1)) this.line('fallthrough');
          }
          this.line('default:');
          this.statements(0);
        });
        return;
      }
      case 11:
        return this.closure(depth);
      case 12:
        return this.deferring(depth);
      case 13:
        return this.typeSwitch();
      default:
        return this.method();
    }
  }

  statements(depth) {
    // A block's own variables must not be seen by the next case of a switch.
    this.scopes.push([]);
    for (let n = 1 + this.random.below(3); n > 0; n--) this.statement(depth);
    this.scopes.pop();
  }

  assignment() {
    const type = this.anyType();
    const targets = this.variables(type, true);
    if (!targets.length) return this.line(`trace(${this.expression(type, 1)})`);
    const a = this.random.pick(targets).name;
    const b = this.random.pick(targets).name;
    if (a !== b && this.random.below(3) === 0) return this.line(`${a}, ${b} = ${b}, ${a}`);
    if (INTEGERS.includes(type) && this.random.below(2)) {
      const op = this.random.pick(['+=', '-=', '*=', '|=', '&^=', '^=', '<<=', '>>=']);
      const operand = op.length === 3 && op !== '&^=' ? 'id(uint8(3))' : this.expression(type, 1);
      return this.line(`${a} ${op} ${operand}`);
    }
    this.line(`${a} = ${this.expression(type, 2)}`);
  }

  container() {
    const maps = this.variables('map[string]int');
    const arrays = this.variables('[4]int');
    const slices = this.variables('[]int', true);
    const choice = this.random.below(4);
    if (choice === 0 && maps.length) {
      const m = this.random.pick(maps).name;
      this.line(`${m}[clip(${this.expression('string', 1)})] += ${this.expression('int', 1)}`);
    } else if (choice === 1 && maps.length) {
      this.line(`delete(${this.random.pick(maps).name}, ${this.expression('string', 1)})`);
    } else if (choice === 2 && arrays.length) {
      this.line(
        `${this.random.pick(arrays).name}[id(${this.expression('int', 1)})&3] = ${this.expression('int', 1)}`,
      );
    } else if (slices.length) {
      const s = this.random.pick(slices).name;
      this.line(`${s} = append(part(${s}, 0, 6), ${this.expression('int', 1)})`);
    } else {
      this.line(`trace(${this.expression('[]int', 1)})`);
    }
  }

  loop(depth) {
    if (this.loops >= 2) return this.assignment();
    this.loops++;
    const i = this.fresh('i');
    const body = () => {
      this.declare(i, 'int', true);
      this.line(`_ = ${i}`);
      if (this.random.below(3) === 0) {
        this.line(
          `if ${this.expression('bool', 1)} { ${this.random.pick(['break', 'continue'])} }`,
        );
      }
      this.statements(depth - 1);
    };
    switch (this.random.below(3)) {
      case 0:
        this.block(`for ${i} := 0; ${i} < ${1 + this.random.below(4)}; ${i}++`, body);
        break;
      case 1:
        this.block(`for ${i} := range part(${this.variable('[]int')}, 0, 4)`, body);
        break;
      default: {
        const v = this.fresh('v');
        this.block(`for ${i}, ${v} := range ${this.variable('string')}`, () => {
          this.declare(v, 'int32', true);
          this.line(`_ = ${v}`);
          body();
        });
      }
    }
    this.loops--;
  }

  closure(depth) {
    const name = this.fresh('c');
    const type = this.basicType();
    const p = this.fresh('p');
    this.block(`${name} := func(${p} ${type}) ${type}`, () => {
      this.declare(p, type);
      this.statements(Math.min(depth - 1, 1));
      this.line(`return ${this.expression(type, 1)}`);
    });
    this.line(`trace(${name}(${this.expression(type, 1)}))`);
  }

  deferring(depth) {
    this.block(
      'func()',
      () => {
        this.block('defer func()', () => this.line('trace(recover())'), '}()');
        if (this.random.below(2)) this.line(`defer trace(${this.expression(this.basicType(), 1)})`);
        this.statements(Math.min(depth - 1, 1));
        const risk = this.random.below(5);
        if (risk === 0)
          this.line(`trace(${this.variable('[]int')}[id(${this.expression('int', 1)})])`);
        if (risk === 1) this.line(`trace(1 / ${this.variable('int')})`);
        if (risk === 2) this.line(`panic(${this.expression(this.basicType(), 1)})`);
        if (risk === 3) this.line(`trace(any(${this.variable(this.basicType())}).(int))`);
        if (risk === 4)
          this.line(`trace(${this.variable('string')}[id(${this.expression('int', 1)}):])`);
      },
      '}()',
    );
  }

  typeSwitch() {
    const x = this.fresh('x');
    this.block(`switch ${x} := any(${this.expression(this.basicType(), 1)}).(type)`, () => {
      for (const type of ['int', 'string']) {
        this.line(`case ${type}:`);
        this.scopes.push([]);
        this.declare(x, type, true);
        this.line(`trace(${this.expression(type, 1)})`);
        this.scopes.pop();
      }
      this.line('default:');
      this.line(`trace(${x})`);
    });
  }

  method() {
    if (!this.structs.length) return this.assignment();
    const struct = this.random.pick(this.structs);
    const v = this.fresh('s');
    this.line(`${v} := ${this.literal(struct.name)}`);
    this.declare(v, struct.name);
    const field = this.random.pick(struct.fields);
    this.line(`${v}.Set(${this.expression(struct.fields[0].type, 1)})`);
    this.line(`${v}.${field.name} = ${this.expression(field.type, 1)}`);
    this.line(`var ${v}i shower = ${this.random.pick(['', '&'])}${v}`);
    this.line(`trace(${v}i.Show(), ${v} == ${this.literal(struct.name)})`);
  }

  struct() {
    const name = this.fresh('S');
    const fields = Array.from({ length: 2 + this.random.below(3) }, (_, i) => ({
      name: `F${i}`,
      type: this.basicType(),
    }));
    this.block(`type ${name} struct`, () => {
      for (const field of fields) this.line(`${field.name} ${field.type}`);
    });
    this.line(
      `func (s ${name}) Show() string { return fmt.Sprintf("${this.random.pick(['%v', '%+v'])}", s) }`,
    );
    this.line(`func (s *${name}) Set(v ${fields[0].type}) { s.F0 = v }`);
    this.structs.push({ name, fields });
  }

  function() {
    const name = this.fresh('f');
    const params = Array.from({ length: 1 + this.random.below(3) }, () => this.anyType());
    const result = this.basicType();
    const named = params.map((type) => [this.fresh('p'), type]);
    this.calls = 2;
    const list = named.map(([p, type]) => `${p} ${type}`).join(', ');
    this.block(`func ${name}(${list}) (result ${result})`, () => {
      for (const [p, type] of named) this.declare(p, type);
      this.declare('result', result);
      for (let n = 3 + this.random.below(4); n > 0; n--) this.statement(2);
      this.line(`return ${this.expression(result, 2)}`);
    });
    this.functions.push({ name, params, result });
  }

  whole() {
    this.lines.push(...PRELUDE.split('\n'));
    for (let n = this.random.below(3); n > 0; n--) this.struct();
    for (let n = FUNCTIONS; n > 0; n--) this.function();
    const parts = concurrentPart(this);
    this.block('func main()', () => {
      for (const f of this.functions) {
        this.calls = 1;
        const args = f.params.map((type) => this.literal(type));
        this.line(`guard(func() { trace(${f.name}(${args.join(', ')})) })`);
      }
      for (const part of parts) this.line(`guard(${part})`);
      this.line('fmt.Println(traced.n, traced.sum)');
    });
    return `${this.lines.join('\n')}\n`;
  }
}

const PRELUDE = `package main

import (
	"fmt"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
)

type shower interface{ Show() string }

type number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

var traced struct {
	sync.Mutex
	n   int
	sum uint32
}

// trace prints the first values and adds all of them up. Not to be called by two goroutines at once.
func trace(values ...any) {
	text := fmt.Sprintln(values...)
	traced.Lock()
	defer traced.Unlock()
	traced.n++
	for i := 0; i < len(text); i++ {
		traced.sum = traced.sum*31 + uint32(text[i])
	}
	if traced.n < 400 {
		fmt.Print(text)
	}
}

func guard(f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("panic:", r)
		}
	}()
	f()
}

func id[T any](x T) T { return x }

func largest[T number](a, b T) T {
	if a > b {
		return a
	}
	return b
}

func at[T any](s []T, i int) (x T) {
	if len(s) == 0 {
		return x
	}
	return s[uint(i)%uint(len(s))]
}

func part[T any](s []T, i, j int) []T {
	if len(s) == 0 {
		return nil
	}
	a, b := uint(i)%uint(len(s)+1), uint(j)%uint(len(s)+1)
	if a > b {
		a, b = b, a
	}
	return append([]T(nil), s[a:b]...)
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40]
	}
	return s
}

var _ = sort.Ints
var _ = strings.ToUpper
var _ atomic.Int64
`;

/** generate() is the program of a seed. */
export function generate(seed) {
  return new Program(seed).whole();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(generate(Number(process.argv[2] ?? 1)));
}
