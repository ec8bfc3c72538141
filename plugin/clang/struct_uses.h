//===- struct_uses.h - How a unit uses its structs -------------*- C++ -*-===//
#ifndef CGOESCAPE_STRUCT_USES_H
#define CGOESCAPE_STRUCT_USES_H

#include "cgoescape/source.h"
#include "struct_scope.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/StringSaver.h"
#include <vector>

namespace cgoescape {

/// Append every ce_source_use of the unit once, and ce_source's
/// unnamed_targets; strings are kept in Strings.
///
/// \param Symbol  the symbol of a function; null if the unit has no use for it
/// \return whether all atomic operations are on objects of integer or floating
///         type
bool findStructUses(
    clang::ASTContext &AST, const StructScope &Scope,
    llvm::function_ref<const char *(const clang::FunctionDecl *)> Symbol,
    llvm::UniqueStringSaver &Strings, std::vector<ce_source_use> &Out,
    std::vector<const char *> &UnnamedTargets);

} // namespace cgoescape
#endif
