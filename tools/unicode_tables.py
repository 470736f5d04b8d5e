#!/usr/bin/env python3
"""Makes core/golang/lib/unicode_tables.cpp and core/golang/lib/go/unicode/tables.go.

usage: tools/unicode_tables.py FOLDER

FOLDER holds UnicodeData.txt, Scripts.txt, PropList.txt and CaseFolding.txt of the Unicode Character
Database 15.0.0 (Debian: package unicode-data, /usr/share/unicode). Only needed when the version
changes; its output is committed.
"""
import os
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "core", "golang", "lib")
CATEGORIES = ("Cn Cc Cf Co Cs Ll Lm Lo Lt Lu Mc Me Mn Nd Nl No Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So "
              "Zl Zp Zs").split()
ALIASES = {  # Go's other names of sets
    "Digit": "Nd", "Letter": "L", "Lower": "Ll", "Title": "Lt", "Upper": "Lu", "Mark": "M",
    "Number": "N", "Other": "C", "Punct": "P", "STerm": "Sentence_Terminal", "Symbol": "S",
    "Space": "Z",
}
MAX = 0x110000


def read_characters(folder):
    category = ["Cn"] * MAX
    upper, lower, title = (list(range(MAX)) for _ in range(3))
    first = None
    for line in open(os.path.join(folder, "UnicodeData.txt"), encoding="utf-8"):
        f = line.strip().split(";")
        c = int(f[0], 16)
        start = c
        if f[1].endswith(", First>"):
            first = c
            continue
        if f[1].endswith(", Last>"):
            start = first
        for x in range(start, c + 1):
            category[x] = f[2]
        if f[12]:
            upper[c] = int(f[12], 16)
        if f[13]:
            lower[c] = int(f[13], 16)
        title[c] = int(f[14], 16) if f[14] else upper[c]
    return category, upper, lower, title


def read_sets(folder, name):
    sets = {}
    for line in open(os.path.join(folder, name), encoding="utf-8"):
        line = line.split("#")[0].strip()
        if not line:
            continue
        chars, value = (x.strip() for x in line.split(";"))
        low, _, high = chars.partition("..")
        sets.setdefault(value, set()).update(range(int(low, 16), int(high or low, 16) + 1))
    return sets


def ranges_of(chars):
    """Ranges (low, high, stride), each as long as the stride lasts."""
    out = []
    for c in sorted(chars):
        if out:
            low, high, stride = out[-1]
            if high == low or c - high == stride:
                # A pair far apart is two ranges; so is one across the border of 16 bits.
                if (c <= 0xFFFF) == (low <= 0xFFFF) and (high != low or c - high <= 0x400):
                    out[-1] = (low, c, c - high)
                    continue
        out.append((c, c, 1))
    return split_pairs(out)


def split_pairs(ranges):
    """Gives back the second element of a strided pair when it begins a run of its own."""
    out = []
    for low, high, stride in ranges:
        if stride > 1 and high == low + stride:
            out += [(low, low, 1), (high, high, 1)]
        else:
            out.append((low, high, stride))
    merged = []
    for r in out:
        if merged and merged[-1][2] == 1 and r[2] == 1 and merged[-1][1] + 1 == r[0]:
            if (merged[-1][0] <= 0xFFFF) == (r[1] <= 0xFFFF):
                merged[-1] = (merged[-1][0], r[1], 1)
                continue
        merged.append(r)
    return merged


def fold_orbits(folder, upper, lower):
    orbits = {}
    for line in open(os.path.join(folder, "CaseFolding.txt"), encoding="utf-8"):
        line = line.split("#")[0].strip()
        if not line:
            continue
        c, status, mapping = (x.strip() for x in line.split(";")[:3])
        if status in "CS":
            to = int(mapping, 16)
            orbits.setdefault(to, {to}).add(int(c, 16))
    following = {}
    for orbit in orbits.values():
        chars = sorted(orbit)
        for i, c in enumerate(chars):
            following[c] = chars[(i + 1) % len(chars)]
    pairs = []
    for c in range(MAX):
        usual = lower[c] if lower[c] != c else upper[c]
        want = following.get(c, c)
        if usual != want:
            pairs.append((c, want))
    return pairs


def case_mappings(upper, lower, title):
    out = []
    for c in range(MAX):
        deltas = (upper[c] - c, lower[c] - c, title[c] - c)
        if deltas == (0, 0, 0):
            continue
        if out:
            low, high, stride, last = out[-1]
            step = c - high
            if last == deltas and (step == stride or low == high and step <= 2):
                out[-1] = (low, c, step, last)
                continue
        out.append((c, c, 1, deltas))
    return out


def wrapped(items, indent="    "):
    lines, line = [], indent
    for item in items:
        if len(line) + len(item) + 2 > 100:
            lines.append(line.rstrip())
            line = indent
        line += item + ", "
    lines.append(line.rstrip())
    return "\n".join(lines)


def main(folder):
    category, upper, lower, title = read_characters(folder)
    tables = []  # (name, characters, kind)
    for major in sorted({c[0] for c in CATEGORIES}):
        tables.append((major, {x for x in range(MAX) if category[x][0] == major}, "Categories"))
        for c in sorted(c for c in CATEGORIES if c[0] == major):
            tables.append((c, {x for x in range(MAX) if category[x] == c}, "Categories"))
        if major == "L":
            cased = {x for x in range(MAX) if category[x] in ("Ll", "Lt", "Lu")}
            tables.append(("LC", cased, "Categories"))
    for kind, file in (("Scripts", "Scripts.txt"), ("Properties", "PropList.txt")):
        for name, chars in sorted(read_sets(folder, file).items()):
            tables.append((name, chars, kind))

    cpp = ["// Made by tools/unicode_tables.py from the Unicode Character Database 15.0.0.", "",
           '#include "golang/lib/unicode.h"', "", "namespace gopark::lib {", "namespace {", ""]
    starts = [x << 8 | CATEGORIES.index(category[x])
              for x in range(MAX) if x == 0 or category[x] != category[x - 1]]
    cpp += ["constexpr uint32_t kStarts[] = {", wrapped([hex(s) for s in starts]), "};", ""]
    cpp += ["constexpr CaseMapping kCases[] = {",
            wrapped(["{0x%x, 0x%x, %d, %d, %d, %d}" % (m[:3] + m[3])
                     for m in case_mappings(upper, lower, title)]), "};", ""]
    cpp += ["constexpr FoldPair kOrbits[] = {",
            wrapped(["{0x%x, 0x%x}" % p for p in fold_orbits(folder, upper, lower)]), "};", ""]
    rows = []
    for i, (name, chars, _) in enumerate(tables):
        ranges = ranges_of(chars)
        small = [r for r in ranges if r[1] <= 0xFFFF]
        large = [r for r in ranges if r[1] > 0xFFFF]
        latin = sum(1 for r in small if r[1] <= 0xFF)
        cells = []
        for bits, part in (("16", small), ("32", large)):
            if part:
                cpp += ["constexpr Range%s k%dR%s[] = {" % (bits, i, bits),
                        wrapped(["{0x%x, 0x%x, %d}" % r for r in part]), "};"]
                cells.append("k%dR%s" % (i, bits))
            else:
                cells.append("{}")
        rows.append('    {"%s", %s, %s, %d},' % (name, cells[0], cells[1], latin))
    cpp += ["", "constexpr RangeTable kTables[] = {"] + rows + ["};", "", "}  // namespace", "",
            "std::span<const uint32_t> categoryStarts() { return kStarts; }",
            "std::span<const CaseMapping> caseMappings() { return kCases; }",
            "std::span<const FoldPair> foldOrbits() { return kOrbits; }",
            "std::span<const RangeTable> rangeTables() { return kTables; }", "",
            "}  // namespace gopark::lib", ""]
    open(os.path.join(ROOT, "unicode_tables.cpp"), "w").write("\n".join(cpp))

    go = ["// Made by tools/unicode_tables.py from the Unicode Character Database 15.0.0.", "",
          "package unicode", "", "// Version is the version of Unicode the tables are from.",
          'const Version = "15.0.0"', "",
          "// Sets of characters: categories, scripts and properties.", "var ("]
    go += ["\t%s = table(%d)" % (name, i) for i, (name, _, _) in enumerate(tables)]
    go += ["\t%s = %s" % pair for pair in sorted(ALIASES.items())] + [")", ""]
    for kind in ("Categories", "Scripts", "Properties"):
        go += ["// %s holds the %s by name." % (kind, kind.lower()),
               "var %s = map[string]*RangeTable{" % kind]
        go += ['\t"%s": %s,' % (name, name) for name, _, k in tables if k == kind] + ["}", ""]
    open(os.path.join(ROOT, "go", "unicode", "tables.go"), "w").write("\n".join(go))


main(sys.argv[1])
