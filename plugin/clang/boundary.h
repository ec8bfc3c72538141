//===- boundary.h - The AST's share of the analysis: a ce_source -*- C++ -*---//
#ifndef CGOESCAPE_BOUNDARY_H
#define CGOESCAPE_BOUNDARY_H

#include "cgoescape/source.h"
#include "places.h"
#include "source_text.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/IR/Module.h"
#include <vector>

namespace clang {
class CodeGenerator;
class FunctionDecl;
} // namespace clang

namespace cgoescape {

struct Includes;

/// What the front end knows about one unit; owns all that its ce_source shows.
class SourceModel {
public:
  SourceModel(clang::ASTContext &AST, PlaceMap &Places,
              llvm::StringRef MainFile, llvm::StringRef Directory);

  /// Describe the functions with a body, and those that are called.
  ///
  /// \param CgoDir  the folder of what cgo generated for this unit's package;
  ///                empty if it belongs to none
  void collect(clang::CodeGenerator &Generator, const llvm::Module &M,
               llvm::StringRef CgoDir, const Includes &Includes,
               bool RelaxedAliasing);

  const ce_source *source() const { return &Source; }

private:
  void findBoundary(llvm::StringRef CgoDir);
  void listFiles();
  void listUses(const llvm::Module &M, const Includes &Includes,
                bool RelaxedAliasing);
  void findCallees(const clang::FunctionDecl *Wrapper);
  bool isBoundary(const clang::FunctionDecl *FD) const;
  void add(const clang::FunctionDecl *FD, llvm::StringRef LinkName,
           const llvm::Function *F);
  ce_source_func *slotFor(const clang::FunctionDecl *FD,
                          llvm::StringRef LinkName);
  void describe(ce_source_func &Out, const clang::FunctionDecl *FD,
                const llvm::Function *F);
  uint32_t functionFlags(const clang::FunctionDecl *FD);
  bool runsGo(const clang::FunctionDecl *FD);
  ce_source_param parameter(const clang::FunctionDecl *FD, unsigned Index);
  ce_loc place(clang::SourceLocation Loc);
  const char *save(llvm::StringRef Text) { return Strings.save(Text).data(); }

  clang::ASTContext &AST;
  SourceText Texts;
  PlaceMap &Places;
  clang::CodeGenerator *Generator = nullptr;
  llvm::BumpPtrAllocator Alloc;
  llvm::UniqueStringSaver Strings;
  std::vector<ce_source_func> Functions;
  std::vector<const char *> Files;
  std::vector<ce_source_use> Uses;
  std::vector<const char *> UnnamedTargets;
  llvm::StringMap<size_t> ByLinkName;                 // indices of Functions
  llvm::DenseSet<const clang::FunctionDecl *> Called; // canonical, by this unit
  llvm::StringSet<> CalledByPackage;
  llvm::StringMap<uint32_t> Promised; // by the package: CE_PROMISE_*
  bool HasCgo = false;
  ce_source Source = {};
};

} // namespace cgoescape
#endif
