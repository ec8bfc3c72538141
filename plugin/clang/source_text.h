//===- source_text.h - The words of the source at a place -*- C++ -*----------//
//
// Explanations quote the source ("from g = p (assign) at a.c:3:4"). The engine
// has debug locations only; SourceText finds the expression that code
// generation gave such a location to. One function is indexed at a time, when
// it is first asked for.
//
//===----------------------------------------------------------------------===//
#ifndef CGOESCAPE_SOURCE_TEXT_H
#define CGOESCAPE_SOURCE_TEXT_H

#include "cgoescape/source.h"
#include "places.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace clang {
class ASTContext;
class Decl;
class Expr;
class FunctionDecl;
class Stmt;
class VarDecl;
} // namespace clang

namespace cgoescape {

class SourceText {
public:
  SourceText(clang::ASTContext &AST, PlaceMap &Places)
      : AST(AST), Places(Places), Saver(Alloc) {}

  /// Make a function's body known.
  void add(const clang::FunctionDecl *FD);

  /// See ce_source::text.
  const char *text(llvm::StringRef File, unsigned Line, unsigned Col,
                   ce_text_kind Kind);

  /// Something with a text; exactly one of S and D is set.
  struct Entry {
    ce_text_kind Kind;
    const clang::Stmt *S;
    const clang::Decl *D;
  };

  /// An entry and its number in its body: those of one place come from the
  /// outermost inwards.
  struct Placed {
    clang::SourceLocation Loc;
    size_t Order;
    Entry What;
  };

private:
  struct Body {
    clang::SourceLocation Begin, End;
    const clang::FunctionDecl *FD;
    size_t Order;
    bool Indexed = false;
    std::vector<Placed> Entries; // by Loc and Order, once Indexed
  };

  const char *textAt(clang::SourceLocation Loc, ce_text_kind Kind);
  const Entry *choose(clang::SourceLocation Loc, ce_text_kind Kind);
  llvm::MutableArrayRef<Body> bodiesAround(clang::SourceLocation Loc);
  void index(Body &B);
  void indexInit(Body &B, const clang::VarDecl *V, const clang::Expr *Init);
  void indexStmt(Body &B, const clang::Stmt *S);
  void put(Body &B, clang::SourceLocation Loc, Entry E);
  std::string words(const Entry &E) const;
  std::string words(clang::SourceRange Range) const;

  clang::ASTContext &AST;
  PlaceMap &Places;
  std::vector<Body> Bodies; // by Begin, once Sorted
  bool Sorted = false;
  llvm::BumpPtrAllocator Alloc;
  llvm::UniqueStringSaver Saver;
};

} // namespace cgoescape
#endif
