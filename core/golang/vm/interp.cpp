// vmRun: the interpreter as it runs on real computers. See interp_loop.h.
#include "golang/vm/interp_loop.h"
