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

static const Expr *withoutParens(const Expr *E) {
  return E->IgnoreParenImpCasts();
}

// A variable of the struct itself, or an element of an array of such.
static bool isWhole(const ASTContext &AST, const Expr *E, const RecordDecl *R) {
  while (auto *S = dyn_cast<ArraySubscriptExpr>(E))
    E = withoutParens(S->getBase());
  return isa<DeclRefExpr, CompoundLiteralExpr>(E) &&
         recordOf(AST.getBaseElementType(E->getType())) &&
         recordOf(AST.getBaseElementType(E->getType()))->getCanonicalDecl() ==
             R->getCanonicalDecl();
}

// What initialisers put there is found by its type (lower_member.c): not so a
// struct in another one, nor one that was cast.
void StructVisitor::initialisedMember(const FieldDecl *F, const Expr *Value) {
  QualType T = F->getType();
  const RecordDecl *R =
      T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
  const Expr *E = Value ? withoutParens(Value) : nullptr;
  if (!R || !E || isa<ImplicitValueInitExpr>(E) ||
      E->isNullPointerConstant(AST, Expr::NPC_ValueDependentIsNull))
    return;
  if (auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_AddrOf)
    E = withoutParens(U->getSubExpr());
  if (!isWhole(AST, E, R))
    unnamed(F);
}

static bool beginsWith(const RecordDecl *R, const RecordDecl *Part) {
  while (isLaidOut(R) && !R->field_empty()) {
    R = recordOf(R->field_begin()->getType());
    if (R && R->getCanonicalDecl() == Part->getCanonicalDecl())
      return true;
    R = R ? R->getDefinition() : nullptr;
  }
  return false;
}

// `*(struct blob *)o = *b`: bytes of one struct are those of another.
void StructVisitor::wholeAsAnother(const Expr *E, bool Written) {
  auto *U = dyn_cast<UnaryOperator>(E->IgnoreParens());
  auto *C = U && U->getOpcode() == UO_Deref
                ? dyn_cast<CastExpr>(U->getSubExpr()->IgnoreParenImpCasts())
                : nullptr;
  const RecordDecl *As = C ? recordOf(E->getType()) : nullptr;
  Target Is =
      C ? targetOf(C->getSubExpr()->IgnoreParenCasts()->getType()) : Target();
  if (!As || !Is.Record || Is.Levels != 1 ||
      Is.Record->getCanonicalDecl() == As->getCanonicalDecl() ||
      beginsWith(Is.Record->getDefinition(), As))
    return;
  const RecordDecl *To =
      Written ? Is.Record->getDefinition() : As->getDefinition();
  if (isLaidOut(To))
    membersUnnamed(To, 1);
}

void StructVisitor::writtenUnnamed(const Expr *Member) {
  auto *M = dyn_cast<MemberExpr>(Member->IgnoreParens());
  if (auto *F = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr)
    unnamed(F);
}

} // namespace cgoescape
