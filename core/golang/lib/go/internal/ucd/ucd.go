// Package ucd answers questions about Unicode characters from tables in the machine (Unicode 15.0,
// the version of Go 1.26). The library uses it instead of package unicode, whose many table
// variables only programs that import it pay for.
package ucd

const MaxRune = '\U0010FFFF'

// Indices of CaseRange.Delta and values of To's first argument.
const (
	UpperCase = iota
	LowerCase
	TitleCase
	MaxCase
)

// A CaseDelta is what to add to a character for each case.
type CaseDelta [MaxCase]rune

// A CaseRange maps the case of the characters Lo to Hi. A delta of UpperLower means that the
// range alternates between upper and lower case letters.
type CaseRange struct {
	Lo    uint32
	Hi    uint32
	Delta CaseDelta
}

// A SpecialCase holds mappings that override the general ones for a language.
type SpecialCase []CaseRange

const UpperLower = MaxRune + 1

func IsLetter(r rune) bool
func IsUpper(r rune) bool
func IsLower(r rune) bool
func IsTitle(r rune) bool
func IsDigit(r rune) bool
func IsNumber(r rune) bool
func IsSpace(r rune) bool
func IsPrint(r rune) bool

func IsGraphic(r rune) bool

// To maps r to the given case.
func To(which int, r rune) rune

// SimpleFold returns the next larger character of r's folding orbit, or its smallest.
func SimpleFold(r rune) rune

func (special SpecialCase) convert(which int, r rune) rune {
	for _, c := range special {
		if uint32(r) < c.Lo || uint32(r) > c.Hi {
			continue
		}
		delta := c.Delta[which]
		if delta <= MaxRune {
			return r + delta
		}
		// Even offsets are upper case, odd ones lower; title case counts as upper.
		return rune(c.Lo) + ((r-rune(c.Lo))&^1 | rune(which&1))
	}
	return To(which, r)
}

// ToUpper maps the character to upper case, giving priority to the special mapping.
func (special SpecialCase) ToUpper(r rune) rune { return special.convert(UpperCase, r) }

// ToTitle maps the character to title case, giving priority to the special mapping.
func (special SpecialCase) ToTitle(r rune) rune { return special.convert(TitleCase, r) }

// ToLower maps the character to lower case, giving priority to the special mapping.
func (special SpecialCase) ToLower(r rune) rune { return special.convert(LowerCase, r) }
