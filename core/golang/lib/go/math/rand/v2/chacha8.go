package rand

import "errors"

// A ChaCha8 is a generator of cryptographic strength: the cipher ChaCha with eight rounds. 16 blocks
// of it are made at a time; the last 32 bytes of each time are the next time's key.
type ChaCha8 struct {
	buf     [32]uint64 // four blocks
	seed    [4]uint64
	i, n    int    // buf[i:n] is not used yet
	counter uint32 // of blocks made with this key
	read    [8]byte
	readLen int // how many bytes at the end of read are not used yet
}

// chachaBlocks makes the four blocks from counter on.
func chachaBlocks(seed []uint64, buf []uint64, counter uint32)

// NewChaCha8 returns a ChaCha8 of the seed.
func NewChaCha8(seed [32]byte) *ChaCha8 {
	c := new(ChaCha8)
	c.Seed(seed)
	return c
}

// Seed starts the sequence of the seed.
func (c *ChaCha8) Seed(seed [32]byte) {
	*c = ChaCha8{}
	for i := range c.seed {
		for j := 7; j >= 0; j-- {
			c.seed[i] = c.seed[i]<<8 | uint64(seed[i*8+j])
		}
	}
	chachaBlocks(c.seed[:], c.buf[:], 0)
	c.n = 32
}

// Uint64 returns the next number.
func (c *ChaCha8) Uint64() uint64 {
	if c.i >= c.n {
		c.refill()
	}
	x := c.buf[c.i]
	c.i++
	return x
}

func (c *ChaCha8) refill() {
	c.counter += 4
	if c.counter == 16 {
		copy(c.seed[:], c.buf[28:])
		c.counter = 0
	}
	chachaBlocks(c.seed[:], c.buf[:], c.counter)
	c.i = 0
	c.n = 32
	if c.counter == 12 {
		c.n = 28 // the rest is the next key
	}
}

// Read fills p with random bytes.
func (c *ChaCha8) Read(p []byte) (n int, err error) {
	for i := range p {
		if c.readLen == 0 {
			x := c.Uint64()
			for j := range c.read {
				c.read[j] = byte(x >> uint(8*j))
			}
			c.readLen = 8
		}
		p[i] = c.read[8-c.readLen]
		c.readLen--
	}
	return len(p), nil
}

// MarshalBinary returns the state.
func (c *ChaCha8) MarshalBinary() ([]byte, error) { return c.AppendBinary(nil) }

// AppendBinary appends the state: what Read has left over, how many numbers of the key are used up,
// and the key.
func (c *ChaCha8) AppendBinary(b []byte) ([]byte, error) {
	if c.readLen > 0 {
		b = append(b, "readbuf:"...)
		b = append(b, byte(c.readLen))
		b = append(b, c.read[8-c.readLen:]...)
	}
	b = appendBig(append(b, "chacha8:"...), uint64(int(c.counter)/4*32+c.i))
	for _, word := range c.seed {
		for shift := 0; shift < 64; shift += 8 {
			b = append(b, byte(word>>uint(shift)))
		}
	}
	return b, nil
}

// UnmarshalBinary restores a state.
func (c *ChaCha8) UnmarshalBinary(data []byte) error {
	var next ChaCha8
	if len(data) > 8 && string(data[:8]) == "readbuf:" {
		next.readLen = int(data[8])
		if data = data[9:]; next.readLen > 8 || next.readLen > len(data) {
			return errors.New("invalid ChaCha8 Read buffer encoding")
		}
		copy(next.read[8-next.readLen:], data)
		data = data[next.readLen:]
	}
	if len(data) != 48 || string(data[:8]) != "chacha8:" {
		return errors.New("invalid ChaCha8 encoding")
	}
	used := readBig(data[8:])
	if used > 4*32-4 {
		return errors.New("invalid ChaCha8 encoding")
	}
	for i := range next.seed {
		for j := 7; j >= 0; j-- {
			next.seed[i] = next.seed[i]<<8 | uint64(data[16+i*8+j])
		}
	}
	next.counter = uint32(used) / 32 * 4
	next.i, next.n = int(used%32), 32
	if next.counter == 12 {
		next.n = 28
	}
	chachaBlocks(next.seed[:], next.buf[:], next.counter)
	*c = next
	return nil
}
