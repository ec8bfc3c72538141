//===- guard.h - A bug of ours must not cost the user a build -*- C++ -*------//
#ifndef CGOESCAPE_GUARD_H
#define CGOESCAPE_GUARD_H

#include "llvm/ADT/STLFunctionalExtras.h"

namespace cgoescape {

/// Run Work on a thread of its own and survive its crash: a signal, an abort,
/// or a recursion without end. False if it crashed; what it held is given up
/// then, and no destructor in it has run.
bool runGuarded(llvm::function_ref<void()> Work);

} // namespace cgoescape
#endif
