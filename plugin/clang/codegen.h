//===- codegen.h - A second, private code generation -*- C++ -*---------------//
//
// The user's own IR is no basis for an analysis: it differs with -O, -g and
// sanitizers, and -fsyntax-only has none. So the finished AST is turned into
// IR once more, always with the same options, into a context of our own. The
// user's object stays byte-identical.
//
//===----------------------------------------------------------------------===//
#ifndef CGOESCAPE_CODEGEN_H
#define CGOESCAPE_CODEGEN_H

#include "clang/Basic/CodeGenOptions.h"
#include "clang/Basic/LangOptions.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include <memory>

namespace clang {
class ASTContext;
class CodeGenerator;
class CompilerInstance;
class DiagnosticsEngine;
} // namespace clang

namespace cgoescape {

class PrivateModule {
public:
  explicit PrivateModule(clang::CompilerInstance &CI);
  ~PrivateModule();

  /// Generate code for the whole unit. Null if Clang could not.
  llvm::Module *generate(clang::ASTContext &AST, llvm::StringRef MainFile,
                         llvm::StringRef Directory);

  clang::CodeGenerator &generator() { return *Generator; }

private:
  clang::CompilerInstance &CI;
  // The order matters for destruction: the generator uses all of the others.
  llvm::LLVMContext Context;
  clang::CodeGenOptions Options;
  std::unique_ptr<clang::DiagnosticsEngine> Diags;
  std::unique_ptr<clang::CodeGenerator> Generator;
};

/// Takes the sanitizers out of the language options, where code generation
/// looks for UBSan's checks, and puts them back. It must outlive a crash of
/// what it guards, or the user's object would lose its checks.
class NoSanitizers {
public:
  explicit NoSanitizers(clang::LangOptions &Opts)
      : Opts(Opts), Saved(Opts.Sanitize) {
    Opts.Sanitize.clear();
  }
  ~NoSanitizers() { Opts.Sanitize = Saved; }
  NoSanitizers(const NoSanitizers &) = delete;
  NoSanitizers &operator=(const NoSanitizers &) = delete;

private:
  clang::LangOptions &Opts;
  clang::SanitizerSet Saved;
};

} // namespace cgoescape
#endif
