//===- atomic_objects.h - What atomic operations are made on ---*- C++ -*-===//
#ifndef CGOESCAPE_ATOMIC_OBJECTS_H
#define CGOESCAPE_ATOMIC_OBJECTS_H

#include "clang/AST/Expr.h"

namespace cgoescape {

/// Whether an expression is an atomic operation, or an atomic lvalue, of what
/// may be something else than an object of integer or floating type: the code
/// made of it has no type-based alias tag to tell.
bool mayBeAtomicPointer(const clang::Expr *E);

} // namespace cgoescape
#endif
