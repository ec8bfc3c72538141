#include "struct_visitor.h"

#include "clang/AST/RecordLayout.h"

using namespace llvm;

namespace cgoescape {

// ---- structs written as a whole
// ----------------------------------------------

static const ParmVarDecl *paramIn(const Expr *E) {
  auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
  return Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
}

static bool isVariable(const Expr *E) {
  return isa<DeclRefExpr, CompoundLiteralExpr>(E->IgnoreParens());
}

void StructVisitor::copied(const Expr *Into, const RecordDecl *R, bool Other) {
  if (!hasHooks(R))
    return;
  if (const ParmVarDecl *P = paramIn(Into))
    ParamCopies.push_back({P, R, Other});
  else
    add(CE_USE_COPY, R, "", Other);
}

bool StructVisitor::VisitBinaryOperator(BinaryOperator *B) {
  const Expr *LHS = B->getLHS()->IgnoreParens();
  if (!B->isAssignmentOp())
    return true;
  wholeAsAnother(LHS, true);
  if (const ParmVarDecl *P = paramIn(LHS))
    Modified.insert(P);
  if (auto *M = dyn_cast<MemberExpr>(LHS))
    if (auto *F = dyn_cast<FieldDecl>(M->getMemberDecl()))
      if (isHook(F->getType())) {
        Seen.insert(M);
        stored(F, B->getRHS());
      }
  const RecordDecl *R = recordOf(LHS->getType());
  auto *Deref = dyn_cast<UnaryOperator>(LHS);
  if (R && !isVariable(LHS))
    copied(Deref && Deref->getOpcode() == UO_Deref ? Deref->getSubExpr() : LHS,
           R, false);
  return true;
}

bool StructVisitor::VisitUnaryOperator(UnaryOperator *U) {
  bool Address = U->getOpcode() == UO_AddrOf;
  if (Address || U->isIncrementDecrementOp())
    if (const ParmVarDecl *P = paramIn(U->getSubExpr()))
      Modified.insert(P);
  return true;
}

// ---- calls
// -------------------------------------------------------------------

// Functions of the C library that do not keep their arguments, and write into
// them nothing but bytes of one another, or one that is repeated.
static bool movesBytes(const FunctionDecl *FD, bool &Copies) {
  StringRef Name = FD->getIdentifier() ? FD->getName() : "";
  Name.consume_front("__builtin_");
  Name.consume_front("__");
  Name.consume_back("_chk");
  Copies = Name == "memcpy" || Name == "memmove" || Name == "mempcpy";
  return Copies || Name == "memset" || Name == "memcmp" || Name == "bzero" ||
         Name == "free" || Name == "explicit_bzero" || Name == "object_size" ||
         Name == "dynamic_object_size";
}

// ---- results that nobody uses

void StructVisitor::discard(const Stmt *S) {
  auto *E = dyn_cast_or_null<Expr>(S);
  E = E ? E->IgnoreParenCasts() : nullptr;
  if (auto *B = dyn_cast_or_null<BinaryOperator>(E); B && B->isCommaOp()) {
    discard(B->getLHS());
    discard(B->getRHS());
  }
  if (auto *C = dyn_cast_or_null<CallExpr>(E))
    Discarded.insert(C);
}

bool StructVisitor::VisitStmtExpr(StmtExpr *E) {
  if (!E->getSubStmt()->body_empty())
    Values.insert(E->getSubStmt()->body_back());
  return true;
}

bool StructVisitor::VisitStmt(Stmt *S) {
  if (auto *All = dyn_cast<CompoundStmt>(S)) {
    for (const Stmt *One : All->body())
      if (!Values.contains(One))
        discard(One);
  } else if (auto *I = dyn_cast<IfStmt>(S)) {
    discard(I->getThen());
    discard(I->getElse());
  } else if (auto *F = dyn_cast<ForStmt>(S)) {
    discard(F->getInit());
    discard(F->getInc());
    discard(F->getBody());
  } else if (auto *W = dyn_cast<WhileStmt>(S)) {
    discard(W->getBody());
  } else if (auto *D = dyn_cast<DoStmt>(S)) {
    discard(D->getBody());
  } else if (auto *C = dyn_cast<SwitchCase>(S); C && !Values.contains(C)) {
    discard(C->getSubStmt());
  } else if (auto *L = dyn_cast<LabelStmt>(S); L && !Values.contains(L)) {
    discard(L->getSubStmt());
  }
  return true;
}

// What copies returns where it has copied to, as void *.
void StructVisitor::permitArguments(const CallExpr *C) {
  for (unsigned I = Discarded.contains(C) ? 0 : 1; I < C->getNumArgs(); ++I)
    for (const Expr *E = C->getArg(I); E;) {
      E = E->IgnoreParens();
      auto *Cast = dyn_cast<CastExpr>(E);
      if (Cast && Cast->getCastKind() == CK_BitCast)
        Permitted.insert(Cast);
      E = Cast ? Cast->getSubExpr() : nullptr;
    }
}

// memcpy(&s->first, from, n) may write what is behind the first member as well.
void StructVisitor::copiedPast(const Expr *Dst, const Expr *Size) {
  SmallVector<const MemberExpr *, 4> Members;
  const Expr *E = Dst->IgnoreParenCasts();
  bool Array = false;
  if (auto *U = dyn_cast<UnaryOperator>(E))
    if (U->getOpcode() == UO_AddrOf)
      E = U->getSubExpr()->IgnoreParenCasts();
  while (true) {
    if (auto *M = dyn_cast<MemberExpr>(E)) {
      Members.push_back(M);
      E = M->getBase()->IgnoreParenCasts();
    } else if (auto *S = dyn_cast<ArraySubscriptExpr>(E)) {
      E = S->getBase()->IgnoreParenCasts();
    } else {
      break;
    }
  }
  if (Members.empty())
    return;
  QualType T = Members.front()->getType();
  Array = T->isArrayType();
  Expr::EvalResult N;
  bool Constant = Size && Size->EvaluateAsInt(N, AST);
  bool Pointer = T->isPointerType(); // what it points to is written, not itself
  bool Addressed = isa<UnaryOperator>(Dst->IgnoreParenCasts());
  if (Pointer && !Addressed)
    return;
  if (Constant && T->isConstantSizeType() && !T->isIncompleteType() &&
      N.Val.getInt().getZExtValue() <=
          uint64_t(AST.getTypeSizeInChars(T).getQuantity()))
    return;
  if (!Constant && Array)
    return;
  for (const MemberExpr *M : Members)
    if (auto *F = dyn_cast<FieldDecl>(M->getMemberDecl()))
      add(CE_USE_COPY, F->getParent(), "", true);
}

// Pointers that are copied as bytes are those of the other type then.
void StructVisitor::pointersCopied(const Expr *Dst, const Expr *Src) {
  QualType To = Dst->IgnoreParenCasts()->getType(),
           From = Src->IgnoreParenCasts()->getType();
  Target T = targetOf(To), F = targetOf(From);
  bool Same = T.Record && F.Record && T.Levels == F.Levels &&
              T.Record->getCanonicalDecl() == F.Record->getCanonicalDecl();
  if (Same)
    return;
  if (F.Record && F.Levels > 1)
    add(CE_USE_CAST, F.Record);
  else if (F.Record && isLaidOut(F.Record->getDefinition()) && T.Record)
    pointersOf(F.Record->getDefinition());
  if (T.Record && T.Levels > 1)
    add(CE_USE_CAST, T.Record);
  else if (T.Record && isLaidOut(T.Record->getDefinition()) && F.Record)
    pointersOf(T.Record->getDefinition());
}

void StructVisitor::pointersOf(const RecordDecl *R) {
  for (const FieldDecl *F : R->fields()) {
    const RecordDecl *In = recordOf(AST.getBaseElementType(F->getType()));
    if (const RecordDecl *To = targetOf(F->getType()).Record)
      add(CE_USE_CAST, To);
    if (isLaidOut(In ? In->getDefinition() : nullptr))
      pointersOf(In->getDefinition());
  }
}

// An argument is seen as each of the types that it is converted from.
void StructVisitor::copiedInto(const CallExpr *C) {
  const Expr *Src =
      C->getNumArgs() > 2 ? C->getArg(1)->IgnoreParenCasts() : nullptr;
  if (!Src)
    return;
  copiedPast(C->getArg(0), C->getArg(2));
  pointersCopied(C->getArg(0), Src);
  const RecordDecl *From = targetOf(Src->getType()).Record;
  for (const Expr *E = C->getArg(0)->IgnoreParens(); E;) {
    Target To = targetOf(E->getType());
    auto *Address = dyn_cast<UnaryOperator>(E);
    auto *Cast = dyn_cast<CastExpr>(E);
    bool Variable = Address && Address->getOpcode() == UO_AddrOf &&
                    isVariable(Address->getSubExpr());
    bool Same = From && To.Record &&
                From->getCanonicalDecl() == To.Record->getCanonicalDecl();
    if (To.Record && To.Levels == 1 && From && !Same &&
        isLaidOut(To.Record->getDefinition()))
      membersUnnamed(To.Record->getDefinition(), 1);
    if (To.Record && To.Levels == 1 && !Variable)
      filled(E, To.Record, C->getArg(2), !Same);
    else if (To.Record && To.Levels == 1 && !Same)
      copied(E, To.Record, true);
    E = Cast && !E->getType()->isArrayType()
            ? Cast->getSubExpr()->IgnoreParens()
            : nullptr;
  }
}

// A struct without function pointers may be the beginning of one with some.
void StructVisitor::filled(const Expr *Into, const RecordDecl *R,
                           const Expr *Size, bool Other) {
  Expr::EvalResult N;
  const RecordDecl *Def = R->getDefinition();
  if (hasHooks(R)) {
    copied(Into, R, Other);
    return;
  }
  if (!isLaidOut(Def) || !Size->EvaluateAsInt(N, AST) ||
      N.Val.getInt().getZExtValue() >
          uint64_t(AST.getASTRecordLayout(Def).getSize().getQuantity()))
    add(CE_USE_COPY, R, "", true);
}

bool StructVisitor::VisitCallExpr(CallExpr *C) {
  const FunctionDecl *FD = C->getDirectCallee();
  bool Copies = false;
  if (FD && movesBytes(FD, Copies)) {
    permitArguments(C);
    if (Copies)
      copiedInto(C);
    return true;
  }
  auto *Type = FD ? FD->getType()->getAs<FunctionProtoType>() : nullptr;
  for (unsigned I = 0; I < C->getNumArgs(); ++I) {
    const RecordDecl *R = targetOf(C->getArg(I)->getType()).Record;
    if (R && !FD && (!R->getDefinition() || hasHooks(R)))
      add(CE_USE_SHOWN, R);
    // Builtins take what they get as it is.
    if (R && FD && (!Type || I >= Type->getNumParams() || FD->getBuiltinID()))
      add(CE_USE_CAST, R);
    auto *Callee =
        C->getCallee()->getType()->getPointeeType().getTypePtrOrNull();
    if (R && !FD && Callee && !Callee->getAs<FunctionProtoType>())
      add(CE_USE_CAST, R);
  }
  return true;
}

// Of whole structs, without a conversion of what points to them.
bool StructVisitor::VisitAtomicExpr(AtomicExpr *E) {
  for (unsigned I = 0; I < E->getNumSubExprs(); ++I)
    operand(E->getSubExprs()[I]);
  return true;
}

bool StructVisitor::VisitDeclRefExpr(DeclRefExpr *E) {
  if (isa<FunctionDecl>(E->getDecl()))
    Referenced.insert(E->getDecl()->getCanonicalDecl());
  return true;
}

void StructVisitor::operand(const Expr *E) {
  const RecordDecl *R = targetOf(E->getType()).Record;
  const RecordDecl *Self = recordOf(E->getType());
  if (R)
    add(CE_USE_CAST, R);
  if (Self)
    add(CE_USE_COPY, Self, "", true);
}

bool StructVisitor::VisitGCCAsmStmt(GCCAsmStmt *S) {
  for (unsigned I = 0; I < S->getNumOutputs(); ++I) {
    operand(S->getOutputExpr(I));
    writtenUnnamed(S->getOutputExpr(I));
  }
  for (unsigned I = 0; I < S->getNumInputs(); ++I)
    operand(S->getInputExpr(I));
  return true;
}

} // namespace cgoescape
