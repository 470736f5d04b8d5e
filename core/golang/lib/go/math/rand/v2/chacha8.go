package rand

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
