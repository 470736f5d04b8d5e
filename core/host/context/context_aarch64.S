// The stack switch on aarch64 (AAPCS64): see context_native.cpp for the two functions' contract. A
// callee preserves x19-x28, the frame pointer x29, the link register x30 and the low halves of
// v8-v15; fpcr keeps its value. Go's counterpart: gosave and gogo in asm_arm64.s.
//
// A switched-out stack, from its saved stack pointer up:
//   [x29 x30][x19 x20][x21 x22][x23 x24][x25 x26][x27 x28][d8 d9][d10 d11][d12 d13][d14 d15]

#if defined(__APPLE__)
#define SYMBOL(name) _##name
#else
#define SYMBOL(name) name
#endif

  .text

// void goparkSwitchStack(void** save (x0), void* load (x1))
  .globl SYMBOL(goparkSwitchStack)
  .p2align 4
SYMBOL(goparkSwitchStack):
  .cfi_startproc
  hint #34
  stp x29, x30, [sp, #-160]!
  stp x19, x20, [sp, #16]
  stp x21, x22, [sp, #32]
  stp x23, x24, [sp, #48]
  stp x25, x26, [sp, #64]
  stp x27, x28, [sp, #80]
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
  mov x9, sp
  str x9, [x0]
  mov sp, x1
  ldp d14, d15, [sp, #144]
  ldp d12, d13, [sp, #128]
  ldp d10, d11, [sp, #112]
  ldp d8, d9, [sp, #96]
  ldp x27, x28, [sp, #80]
  ldp x25, x26, [sp, #64]
  ldp x23, x24, [sp, #48]
  ldp x21, x22, [sp, #32]
  ldp x19, x20, [sp, #16]
  ldp x29, x30, [sp], #160
  ret
  .cfi_endproc

// void* goparkInitialStack(void* high (x0), start (x1), c (x2))
// Lays out the same frame, with start in x19, c in x20, and firstEntry as the link register.
  .globl SYMBOL(goparkInitialStack)
  .p2align 4
SYMBOL(goparkInitialStack):
  .cfi_startproc
  hint #34
  and x0, x0, #-16
  sub x0, x0, #160
  adr x9, firstEntry
  stp xzr, x9, [x0]
  stp x1, x2, [x0, #16]
  stp xzr, xzr, [x0, #32]
  stp xzr, xzr, [x0, #48]
  stp xzr, xzr, [x0, #64]
  stp xzr, xzr, [x0, #80]
  stp xzr, xzr, [x0, #96]
  stp xzr, xzr, [x0, #112]
  stp xzr, xzr, [x0, #128]
  stp xzr, xzr, [x0, #144]
  ret
  .cfi_endproc

// The outermost frame of every context: nothing to return to, and unwinders stop here.
  .p2align 2
firstEntry:
  .cfi_startproc
  .cfi_undefined x30
  mov x0, x20
  blr x19
  brk #1
  .cfi_endproc

#if defined(__linux__)
  .section .note.GNU-stack,"",%progbits
#endif
