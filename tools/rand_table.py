#!/usr/bin/env python3
"""Makes core/golang/lib/rand_table.cpp, the table that seeded sequences of math/rand start from.

The generator is x[n] = x[n-607] + x[n-273] modulo 2**64, started from seed 1 by Lehmer's generator.
The table is its state after 7.8e12 steps, which this script reaches by computing with polynomials:
step N is x**N modulo x**607 - x**334 - 1.
"""
import os

LENGTH, TAP, STEPS, MASK = 607, 273, 7_800_000_000_000, (1 << 64) - 1


def lehmer(x):
    return 48271 * x % ((1 << 31) - 1)


def start():
    """The first state, oldest value first."""
    x, vec = 1, []
    for i in range(-20, LENGTH):
        x = lehmer(x)
        if i >= 0:
            u = x << 20
            x = lehmer(x)
            u ^= x << 10
            x = lehmer(x)
            u ^= x
            vec.append(u)
    # The feed runs downwards from LENGTH - TAP, so it replaces vec[LENGTH-TAP-1] first.
    order = [(LENGTH - TAP - 1 - i) % LENGTH for i in range(LENGTH)]
    return [vec[i] for i in order], order


def reduce_(p):
    """p modulo x**607 - x**334 - 1: x[n] = x[n-273] + x[n-607]."""
    for k in range(len(p) - 1, LENGTH - 1, -1):
        c = p[k]
        p[k - TAP] = (p[k - TAP] + c) & MASK
        p[k - LENGTH] = (p[k - LENGTH] + c) & MASK
    return p[:LENGTH]


def multiply(a, b):
    # One big multiplication does all the coefficients' products: 152 bits hold their sums.
    width = 160
    pack = lambda p: sum(c << (width * i) for i, c in enumerate(p))
    product, out = pack(a) * pack(b), []
    for i in range(2 * LENGTH - 1):
        out.append(product >> (width * i) & ((1 << width) - 1) & MASK)
    return reduce_(out)


def main():
    state, order = start()
    power = [0] * LENGTH
    power[0] = 1
    for bit in bin(STEPS)[2:]:
        power = multiply(power, power)
        if bit == "1":
            power = reduce_([0] + power)
    # value i after STEPS steps is the sum of power[k] * x[i + k].
    long = state[:]
    for i in range(LENGTH, 2 * LENGTH):
        long.append((long[i - LENGTH] + long[i - TAP]) & MASK)
    after = [sum(power[k] * long[i + k] for k in range(LENGTH)) & MASK for i in range(LENGTH)]
    # Where each value lies after so many steps of the two moving places.
    vec = [0] * LENGTH
    for i in range(LENGTH):
        vec[(LENGTH - TAP - 1 - (STEPS + i)) % LENGTH] = after[i]
    lines, line = [], "   "
    for v in vec:
        cell = " 0x%016x," % v
        if len(line) + len(cell) > 100:
            lines.append(line)
            line = "   "
        line += cell
    lines.append(line)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "core", "golang", "lib",
                        "rand_table.cpp")
    with open(path, "w") as out:
        out.write("// Made by tools/rand_table.py.\n\n#include \"golang/lib/rand_table.h\"\n\n"
                  "namespace gopark::lib {\n\nconst uint64_t kRandTable[kRandLength] = {\n"
                  + "\n".join(lines) + "\n};\n\n}  // namespace gopark::lib\n")


main()
