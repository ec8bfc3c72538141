#include "struct_visitor.h"

using namespace llvm;

namespace cgoescape {

// ---- members that point to structs, written without being named
// ------------------------------------------------------------------
// Stores name the member that they write by its type-based alias tag. One to a
// member of a union names nothing, though the struct in it is known by pointers
// to it; nor does one by the member's address under another type, nor a copy of
// another struct.

// Tables of functions are told apart by the struct; those of a struct without a
// name never are, nor are members of one.
void StructVisitor::unnamed(const FieldDecl *F) {
  QualType T = AST.getBaseElementType(F->getType());
  const RecordDecl *R =
      T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
  if (!R || !R->getIdentifier() ||
      (isLaidOut(R->getDefinition()) && !hasHooks(R)))
    return;
  if (Unnamed.insert(R->getName()).second)
    UnnamedTargets.push_back(Strings.save(R->getName()).data());
}

void StructVisitor::membersUnnamed(const RecordDecl *R, unsigned Depth) {
  for (const FieldDecl *F : R->fields()) {
    const RecordDecl *In = recordOf(AST.getBaseElementType(F->getType()));
    if (Depth && R->getIdentifier())
      unnamed(F);
    if (isLaidOut(In ? In->getDefinition() : nullptr))
      membersUnnamed(In->getDefinition(), Depth + 1);
  }
}

void StructVisitor::writtenUnnamed(const Expr *Member) {
  auto *M = dyn_cast<MemberExpr>(Member->IgnoreParens());
  if (auto *F = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr)
    unnamed(F);
}

} // namespace cgoescape
