// The stack switch on x86_64 (System V ABI): see context_native.cpp for the two functions' contract.
// What a callee must preserve is rbx, rbp and r12-r15; everything else is the caller's to save. The
// floating-point control words belong to a callee too, but nothing here ever changes them, and
// loading them costs more than the rest of the switch. Go's counterpart: gosave and gogo in
// asm_amd64.s.
//
// A switched-out stack, from its saved stack pointer up:
//   [r15][r14][r13][r12][rbx][rbp][return address]

#if defined(__APPLE__)
#define SYMBOL(name) _##name
#else
#define SYMBOL(name) name
#endif

  .text

// void goparkSwitchStack(void** save (rdi), void* load (rsi))
  .globl SYMBOL(goparkSwitchStack)
  .p2align 4
SYMBOL(goparkSwitchStack):
  .cfi_startproc
  endbr64
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  // Not `ret`: the return predictor expects the address on the other stack and misses every time
  // (62 ns for in and out instead of 34).
  popq %rcx
  jmp *%rcx
  .cfi_endproc

// void* goparkInitialStack(void* high (rdi), start (rsi), c (rdx))
// Lays out the same frame, with start in r12, c in r13, and firstEntry as the return address.
  .globl SYMBOL(goparkInitialStack)
  .p2align 4
SYMBOL(goparkInitialStack):
  .cfi_startproc
  endbr64
  andq $-16, %rdi
  leaq -72(%rdi), %rax
  movq $0, (%rax)
  movq $0, 8(%rax)
  movq %rdx, 16(%rax)
  movq %rsi, 24(%rax)
  movq $0, 32(%rax)
  movq $0, 40(%rax)
  leaq firstEntry(%rip), %rcx
  movq %rcx, 48(%rax)
  movq $0, 56(%rax)
  movq $0, 64(%rax)
  ret
  .cfi_endproc

// The outermost frame of every context: nothing to return to, and unwinders stop here. The stack
// pointer is 16-byte aligned at the call, as the ABI wants.
  .p2align 4
firstEntry:
  .cfi_startproc
  .cfi_undefined rip
  movq %r13, %rdi
  call *%r12
  ud2
  .cfi_endproc

#if defined(__linux__)
  .section .note.GNU-stack,"",@progbits
#endif
