// vmRunMetered: the interpreter as it runs where every instruction counts. See interp_loop.h.
#define GOPARK_METERED 1
#include "golang/vm/interp_loop.h"
