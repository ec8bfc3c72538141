//===- abi_args.h - Which C parameter an IR argument carries -*- C++ -*-------//
#ifndef CGOESCAPE_ABI_ARGS_H
#define CGOESCAPE_ABI_ARGS_H

#include "llvm/ADT/SmallVector.h"

namespace clang {
class CodeGenerator;
class FunctionDecl;
} // namespace clang

namespace llvm {
class Function;
}

namespace cgoescape {

/// For each argument of F the index of FD's parameter that it carries, or a
/// part of, or CE_ARG_SRET. Clang's own ABI query, never a guess from names:
/// a struct may come in two registers, in memory, or not at all.
///
/// Empty where the answer does not fit F (inalloca, for one): the caller then
/// knows nothing, rather than something wrong.
struct ArgumentMap {
  llvm::SmallVector<int, 8> Params;
  /// Bytes of the struct that the argument points to a copy of; 0 for others.
  llvm::SmallVector<uint64_t, 8> Copied;
};

ArgumentMap mapArguments(clang::CodeGenerator &Generator,
                         const clang::FunctionDecl *FD,
                         const llvm::Function &F);

} // namespace cgoescape
#endif
