package fmt

import "internal/rt"

// sortPairs sorts the entries of a map (key and value alternating) by key, for printing.
func sortPairs(pairs []rt.Value) {
	n := len(pairs) / 2
	if n < 2 {
		return
	}
	buffer := make([]rt.Value, len(pairs))
	mergePairs(pairs, buffer)
}

// mergePairs sorts pairs with a buffer of the same length, keeping the order of equal keys.
func mergePairs(pairs, buffer []rt.Value) {
	if len(pairs) <= 2 {
		return
	}
	m := len(pairs) / 4 * 2
	mergePairs(pairs[:m], buffer)
	mergePairs(pairs[m:], buffer)
	left := buffer[:m]
	copy(left, pairs)
	i, j := 0, m
	for k := 0; i < m; k += 2 {
		if j < len(pairs) && compare(pairs[j], left[i]) < 0 {
			pairs[k], pairs[k+1] = pairs[j], pairs[j+1]
			j += 2
		} else {
			pairs[k], pairs[k+1] = left[i], left[i+1]
			i += 2
		}
	}
}

func compareUint(a, b uint64) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

func compareFloat(a, b float64) int {
	switch {
	case a < b || a != a && b == b:
		return -1
	case a > b || a == a && b != b:
		return 1
	}
	return 0
}

// compare orders two keys: numbers and strings as usual (NaN first), false before true, structs and
// arrays part by part, nil first, interfaces by type and then by value.
func compare(a, b rt.Value) int {
	if a.Type() != b.Type() {
		return -1
	}
	switch a.Kind() {
	case rt.Int, rt.Int8, rt.Int16, rt.Int32, rt.Int64:
		x, y := a.Int(), b.Int()
		if x < y {
			return -1
		}
		if x > y {
			return 1
		}
		return 0
	case rt.Uint, rt.Uint8, rt.Uint16, rt.Uint32, rt.Uint64, rt.Uintptr:
		return compareUint(a.Uint(), b.Uint())
	case rt.String:
		x, y := a.Str(), b.Str()
		if x < y {
			return -1
		}
		if x > y {
			return 1
		}
		return 0
	case rt.Float32, rt.Float64:
		return compareFloat(a.Float(), b.Float())
	case rt.Complex64, rt.Complex128:
		x, y := a.Complex(), b.Complex()
		if c := compareFloat(real(x), real(y)); c != 0 {
			return c
		}
		return compareFloat(imag(x), imag(y))
	case rt.Bool:
		x, y := a.Bool(), b.Bool()
		switch {
		case x == y:
			return 0
		case x:
			return 1
		}
		return -1
	case rt.Pointer, rt.UnsafePointer, rt.Chan:
		return compareUint(uint64(a.Pointer()), uint64(b.Pointer()))
	case rt.Struct:
		for i := 0; i < a.Type().NumField(); i++ {
			if c := compare(a.Field(i), b.Field(i)); c != 0 {
				return c
			}
		}
	case rt.Array:
		for i := 0; i < a.Len(); i++ {
			if c := compare(a.Index(i), b.Index(i)); c != 0 {
				return c
			}
		}
	case rt.Interface:
		return compareInterfaces(a.Elem(), b.Elem())
	}
	return 0
}

// compareInterfaces orders what two interfaces hold.
//
// Differs: Go orders the types by address, which mostly is the order of their names; here it is that.
func compareInterfaces(a, b rt.Value) int {
	switch {
	case !a.IsValid() && !b.IsValid():
		return 0
	case !a.IsValid():
		return -1
	case !b.IsValid():
		return 1
	case a.Type() == b.Type():
		return compare(a, b)
	case a.Type().String() < b.Type().String():
		return -1
	}
	return 1
}
