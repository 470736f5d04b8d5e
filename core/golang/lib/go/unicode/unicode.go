// Package unicode tells what characters are (Unicode 15.0) and maps their case.
package unicode

import "internal/ucd"

const (
	MaxRune         = '\U0010FFFF' // the largest character
	ReplacementChar = '\uFFFD'     // stands for invalid ones
	MaxASCII        = '\u007F'     // the largest ASCII character
	MaxLatin1       = '\u00FF'     // the largest Latin-1 character
)

// Indices of CaseRange.Delta.
const (
	UpperCase = ucd.UpperCase
	LowerCase = ucd.LowerCase
	TitleCase = ucd.TitleCase
	MaxCase   = ucd.MaxCase
)

// UpperLower is a delta that means alternating upper and lower case.
const UpperLower = ucd.UpperLower

// CaseRange and SpecialCase describe case mappings.
type (
	CaseRange   = ucd.CaseRange
	SpecialCase = ucd.SpecialCase
)

// A RangeTable is a set of characters, as sorted ranges.
type RangeTable struct {
	R16         []Range16
	R32         []Range32
	LatinOffset int // how many of R16 lie within Latin-1
}

// A Range16 is a range of characters below 1<<16, every Stride-th of them.
type Range16 struct {
	Lo     uint16
	Hi     uint16
	Stride uint16
}

// A Range32 is a range of characters, every Stride-th of them.
type Range32 struct {
	Lo     uint32
	Hi     uint32
	Stride uint32
}

// rangesAt returns the parts of the machine's table i.
func rangesAt(i int) (r16 []Range16, r32 []Range32, latin int)

func table(i int) *RangeTable {
	r16, r32, latin := rangesAt(i)
	return &RangeTable{r16, r32, latin}
}

func IsLetter(r rune) bool
func IsUpper(r rune) bool
func IsLower(r rune) bool
func IsTitle(r rune) bool
func IsDigit(r rune) bool
func IsNumber(r rune) bool
func IsPunct(r rune) bool
func IsSymbol(r rune) bool
func IsMark(r rune) bool
func IsControl(r rune) bool
func IsSpace(r rune) bool
func IsGraphic(r rune) bool
func IsPrint(r rune) bool

// To maps r to the given case; U+FFFD for a case that does not exist.
func To(_case int, r rune) rune

func ToUpper(r rune) rune
func ToLower(r rune) rune
func ToTitle(r rune) rune

// SimpleFold returns the next larger character of r's folding orbit, or its smallest.
func SimpleFold(r rune) rune

// Is reports whether r is in the set.
func Is(rangeTab *RangeTable, r rune) bool {
	if r < 0 {
		return false
	}
	if n := len(rangeTab.R16); n > 0 && uint32(r) <= uint32(rangeTab.R16[n-1].Hi) {
		low, high := 0, n
		for low < high {
			m := int(uint(low+high) >> 1)
			x := rangeTab.R16[m]
			switch {
			case uint32(r) < uint32(x.Lo):
				high = m
			case uint32(r) > uint32(x.Hi):
				low = m + 1
			default:
				return x.Stride == 1 || (uint16(r)-x.Lo)%x.Stride == 0
			}
		}
		return false
	}
	low, high := 0, len(rangeTab.R32)
	for low < high {
		m := int(uint(low+high) >> 1)
		x := rangeTab.R32[m]
		switch {
		case uint32(r) < x.Lo:
			high = m
		case uint32(r) > x.Hi:
			low = m + 1
		default:
			return x.Stride == 1 || (uint32(r)-x.Lo)%x.Stride == 0
		}
	}
	return false
}

// In reports whether r is in one of the sets.
func In(r rune, ranges ...*RangeTable) bool {
	for _, t := range ranges {
		if Is(t, r) {
			return true
		}
	}
	return false
}

// IsOneOf reports whether r is in one of the sets.
func IsOneOf(ranges []*RangeTable, r rune) bool { return In(r, ranges...) }

// GraphicRanges and PrintRanges are what IsGraphic and IsPrint are made of.
var (
	GraphicRanges = []*RangeTable{L, M, N, P, S, Zs}
	PrintRanges   = []*RangeTable{L, M, N, P, S}
)

// CategoryAliases maps the long names of categories to the short ones.
var CategoryAliases = map[string]string{
	"Other": "C", "Control": "Cc", "cntrl": "Cc", "Format": "Cf", "Unassigned": "Cn",
	"Private_Use": "Co", "Surrogate": "Cs", "Letter": "L", "Cased_Letter": "LC",
	"Lowercase_Letter": "Ll", "Modifier_Letter": "Lm", "Other_Letter": "Lo",
	"Titlecase_Letter": "Lt", "Uppercase_Letter": "Lu", "Mark": "M", "Combining_Mark": "M",
	"Spacing_Mark": "Mc", "Enclosing_Mark": "Me", "Nonspacing_Mark": "Mn", "Number": "N",
	"Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
	"Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd",
	"Close_Punctuation": "Pe", "Final_Punctuation": "Pf", "Initial_Punctuation": "Pi",
	"Other_Punctuation": "Po", "Open_Punctuation": "Ps", "Symbol": "S", "Currency_Symbol": "Sc",
	"Modifier_Symbol": "Sk", "Math_Symbol": "Sm", "Other_Symbol": "So", "Separator": "Z",
	"Line_Separator": "Zl", "Paragraph_Separator": "Zp", "Space_Separator": "Zs",
}

// TurkishCase maps case as Turkish does: i has its dot in both cases.
var TurkishCase SpecialCase = SpecialCase{
	CaseRange{0x0049, 0x0049, ucd.CaseDelta{0, 0x131 - 0x49, 0}},
	CaseRange{0x0069, 0x0069, ucd.CaseDelta{0x130 - 0x69, 0, 0x130 - 0x69}},
	CaseRange{0x0130, 0x0130, ucd.CaseDelta{0, 0x69 - 0x130, 0}},
	CaseRange{0x0131, 0x0131, ucd.CaseDelta{0x49 - 0x131, 0, 0x49 - 0x131}},
}

// AzeriCase maps case as Azeri does.
var AzeriCase SpecialCase = TurkishCase
