//===- struct_scope.h - Which structs code outside may know ----*- C++ -*-===//
#ifndef CGOESCAPE_STRUCT_SCOPE_H
#define CGOESCAPE_STRUCT_SCOPE_H

#include "clang/AST/Decl.h"
#include "clang/Basic/FileEntry.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>

namespace clang {
class ASTContext;
class Preprocessor;
} // namespace clang

namespace cgoescape {

/// Which file includes which, also where a guard left it out.
struct Includes {
  llvm::DenseMap<clang::FileEntryRef, llvm::SmallVector<clang::FileEntryRef, 8>>
      Of;
};

/// Writes down what the preprocessor includes from now on.
std::shared_ptr<Includes> watchIncludes(clang::Preprocessor &PP);

/// Tells headers for others from those for the program itself, by the functions
/// that they declare: whoever calls one has included its header.
class StructScope {
public:
  /// \param Everything  Go or something else sees all that the unit sees
  StructScope(const clang::ASTContext &AST, const Includes &Includes,
              bool Everything);

  /// In a header that others include, or that one includes.
  bool isShown(const clang::Decl *D) const;
  /// Not certainly the program's own: it stands neither in the main file nor in
  /// a header that declares only hidden functions.
  bool isKnown(const clang::Decl *D) const;
  /// Those who know it have included its header themselves, which declares
  /// functions: no other header for others includes that.
  bool isApart(const clang::Decl *D) const;
  /// D is in a header, but not in the one that defines R.
  bool isInAnotherHeader(const clang::Decl *D,
                         const clang::RecordDecl *R) const;
  /// Another header names it.
  bool isNamedElsewhere(const clang::RecordDecl *R) const;
  bool isInHeader(const clang::Decl *D) const;
  bool isSystem(const clang::Decl *D) const { return place(D) == System; }

private:
  enum Place { System, Main, Header };
  Place place(const clang::Decl *D) const;
  void findHeaders(const Includes &Includes);

  const clang::ASTContext &AST;
  bool Everything;
  llvm::DenseSet<clang::FileEntryRef> Shown, Hidden, Included;
};

} // namespace cgoescape
#endif
