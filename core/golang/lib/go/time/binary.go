package time

// MarshalBinary returns the time as 15 bytes: version, seconds, nanoseconds, minutes east of UTC
// (-1: UTC itself).
func (t Time) MarshalBinary() ([]byte, error) {
	return t.AppendBinary(make([]byte, 0, 16))
}

// AppendBinary appends what MarshalBinary returns; a zone with odd seconds takes one byte more.
func (t Time) AppendBinary(b []byte) ([]byte, error) {
	version, minutes, odd := byte(1), -1, 0
	if t.Location() != UTC {
		_, offset := t.Zone()
		if odd = offset % 60; odd != 0 {
			version = 2
		}
		minutes = offset / 60
		if minutes < -32768 || minutes == -1 || minutes > 32767 {
			return b, &textError{"Time.MarshalBinary: unexpected zone offset"}
		}
	}
	b = append(b, version)
	for shift := 56; shift >= 0; shift -= 8 {
		b = append(b, byte(uint64(t.wall)>>uint(shift)))
	}
	for shift := 24; shift >= 0; shift -= 8 {
		b = append(b, byte(uint64(t.nsec)>>uint(shift)))
	}
	b = append(b, byte(minutes>>8), byte(minutes))
	if version == 2 {
		b = append(b, byte(odd))
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary returned.
func (t *Time) UnmarshalBinary(data []byte) error {
	if len(data) == 0 {
		return &textError{"Time.UnmarshalBinary: no data"}
	}
	if data[0] != 1 && data[0] != 2 {
		return &textError{"Time.UnmarshalBinary: unsupported version"}
	}
	if len(data) != 14+int(data[0]) {
		return &textError{"Time.UnmarshalBinary: invalid length"}
	}
	var sec, nsec uint64
	for _, c := range data[1:9] {
		sec = sec<<8 | uint64(c)
	}
	for _, c := range data[9:13] {
		nsec = nsec<<8 | uint64(c)
	}
	offset := int(int16(uint16(data[13])<<8|uint16(data[14]))) * 60
	if data[0] == 2 {
		offset += int(int8(data[15]))
	}
	*t = Time{wall: int64(sec), nsec: int64(int32(nsec))}
	if offset == -60 {
		t.loc = UTC
	} else if _, local := t.In(Local).Zone(); offset == local {
		t.loc = Local
	} else {
		t.loc = FixedZone("", offset)
	}
	return nil
}

// GobEncode is MarshalBinary.
func (t Time) GobEncode() ([]byte, error) { return t.MarshalBinary() }

// GobDecode is UnmarshalBinary.
func (t *Time) GobDecode(data []byte) error { return t.UnmarshalBinary(data) }

// AppendText appends what MarshalText returns.
func (t Time) AppendText(b []byte) ([]byte, error) {
	text, err := t.MarshalText()
	if err != nil {
		return b, &textError{"Time.AppendText: year outside of range [0,9999]"}
	}
	return append(b, text...), nil
}
