#include "struct_scope.h"

#include "clang/AST/ASTContext.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace cgoescape {

namespace {

class Watcher : public PPCallbacks {
public:
  Watcher(const SourceManager &SM, std::shared_ptr<Includes> All)
      : SM(SM), All(std::move(All)) {}

  void InclusionDirective(SourceLocation Hash, const Token &, StringRef, bool,
                          CharSourceRange, OptionalFileEntryRef File, StringRef,
                          StringRef, const Module *, bool,
                          SrcMgr::CharacteristicKind) override {
    OptionalFileEntryRef From = SM.getFileEntryRefForID(SM.getFileID(Hash));
    if (From && File)
      All->Of[*From].push_back(*File);
  }

private:
  const SourceManager &SM;
  std::shared_ptr<Includes> All;
};

} // namespace

std::shared_ptr<Includes> watchIncludes(Preprocessor &PP) {
  auto All = std::make_shared<Includes>();
  PP.addPPCallbacks(std::make_unique<Watcher>(PP.getSourceManager(), All));
  return All;
}

StructScope::StructScope(const ASTContext &AST, const Includes &Includes,
                         bool Everything)
    : AST(AST), Everything(Everything) {
  if (!Everything)
    findHeaders(Includes);
}

// What a #line moved elsewhere, and what a precompiled header brought, is as
// far away as a system header.
StructScope::Place StructScope::place(const Decl *D) const {
  const SourceManager &SM = AST.getSourceManager();
  SourceLocation Loc = SM.getExpansionLoc(D->getLocation());
  if (Loc.isInvalid() || SM.isLoadedSourceLocation(Loc) ||
      SM.isInSystemHeader(Loc))
    return System;
  PresumedLoc Said = SM.getPresumedLoc(Loc), Is = SM.getPresumedLoc(Loc, false);
  if (Said.isInvalid() || Is.isInvalid() ||
      StringRef(Said.getFilename()) != Is.getFilename())
    return System;
  if (SM.isInMainFile(Loc))
    return Main;
  return SM.getFileEntryRefForID(SM.getFileID(Loc)) ? Header : System;
}

static FileEntryRef fileOf(const ASTContext &AST, const Decl *D) {
  const SourceManager &SM = AST.getSourceManager();
  return *SM.getFileEntryRefForID(
      SM.getFileID(SM.getExpansionLoc(D->getLocation())));
}

// By what is written there, not by an option, which hides what others call,
// too.
static bool isHidden(const NamedDecl *ND) {
  return ND->isExternallyVisible() &&
         ND->getExplicitVisibility(NamedDecl::VisibilityForValue) ==
             HiddenVisibility;
}

void StructScope::findHeaders(const Includes &Includes) {
  llvm::SmallVector<FileEntryRef, 16> Todo;
  for (const Decl *D : AST.getTranslationUnitDecl()->decls()) {
    auto *ND = dyn_cast<NamedDecl>(D);
    if (!ND || D->isImplicit() || !isa<FunctionDecl, VarDecl>(D) ||
        place(D) != Header)
      continue;
    if (isHidden(ND))
      Hidden.insert(fileOf(AST, D));
    else if (Shown.insert(fileOf(AST, D)).second)
      Todo.push_back(fileOf(AST, D));
  }
  while (!Todo.empty()) {
    auto Found = Includes.Of.find(Todo.pop_back_val());
    if (Found == Includes.Of.end())
      continue;
    for (FileEntryRef File : Found->second) {
      Included.insert(File);
      if (Shown.insert(File).second)
        Todo.push_back(File);
    }
  }
}

bool StructScope::isInHeader(const Decl *D) const {
  const SourceManager &SM = AST.getSourceManager();
  return place(D) == Header ||
         SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation()));
}

bool StructScope::isShown(const Decl *D) const {
  Place P = place(D);
  return Everything || P == System ||
         (P == Header && Shown.contains(fileOf(AST, D)));
}

bool StructScope::isApart(const Decl *D) const {
  return !Everything && place(D) == Header && Shown.contains(fileOf(AST, D)) &&
         !Included.contains(fileOf(AST, D));
}

bool StructScope::isInAnotherHeader(const Decl *D, const RecordDecl *R) const {
  Place P = place(D);
  const RecordDecl *Def = R->getDefinition();
  return P == System || (P == Header && (!Def || place(Def) == System ||
                                         fileOf(AST, D) != fileOf(AST, Def)));
}

bool StructScope::isNamedElsewhere(const RecordDecl *R) const {
  return llvm::any_of(R->redecls(),
                      [&](const Decl *D) { return isInAnotherHeader(D, R); });
}

bool StructScope::isKnown(const Decl *D) const {
  Place P = place(D);
  return Everything || P == System ||
         (P == Header &&
          (Shown.contains(fileOf(AST, D)) || !Hidden.contains(fileOf(AST, D))));
}

} // namespace cgoescape
