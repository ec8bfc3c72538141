//===- atomic_objects.cpp - What atomic operations are made on -----------===//
#include "atomic_objects.h"
#include "clang/Basic/Builtins.h"

namespace cgoescape {

using namespace clang;

static bool isNumber(QualType T) {
  if (auto *A = T->getAs<AtomicType>())
    T = A->getValueType();
  return T->isIntegralOrEnumerationType() || T->isRealFloatingType();
}

// A member of a union is also what the other members are.
static bool isInUnion(const Expr *E) {
  for (;;) {
    E = E->IgnoreParenImpCasts();
    if (auto *S = dyn_cast<ArraySubscriptExpr>(E)) {
      E = S->getBase();
    } else if (auto *M = dyn_cast<MemberExpr>(E)) {
      auto *F = dyn_cast<FieldDecl>(M->getMemberDecl());
      if (F && F->getParent()->isUnion())
        return true;
      E = M->getBase();
    } else {
      return false;
    }
  }
}

// The address of the object; a pointer that was cast says nothing of it.
static bool mayLeadToPointer(const Expr *Address) {
  const Expr *E = Address->IgnoreParenImpCasts();
  QualType Object(E->getType()->getPointeeOrArrayElementType(), 0);
  if (auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_AddrOf)
    return !isNumber(U->getSubExpr()->getType()) || isInUnion(U->getSubExpr());
  if (isa<ExplicitCastExpr>(E))
    return true;
  return !isNumber(Object);
}

bool mayBeAtomicPointer(const Expr *E) {
  if (auto *A = dyn_cast<AtomicExpr>(E))
    return !isNumber(A->getValueType()) || mayLeadToPointer(A->getPtr());
  if (auto *C = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *FD = C->getDirectCallee();
    StringRef Name = FD && FD->getBuiltinID() ? FD->getName() : "";
    if (Name.starts_with("_Interlocked"))
      return true;
    return Name.starts_with("__sync_") && C->getNumArgs() &&
           mayLeadToPointer(C->getArg(0));
  }
  QualType T = E->getType(); // null: the text of a static assertion
  return !T.isNull() && T->isAtomicType() && (!isNumber(T) || isInUnion(E));
}

} // namespace cgoescape
