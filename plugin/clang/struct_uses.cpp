#include "atomic_objects.h"
#include "struct_visitor.h"

#include "clang/AST/RecordLayout.h"
#include "clang/Basic/SourceManager.h"

using namespace llvm;

namespace cgoescape {

static constexpr llvm::StringLiteral Nameless = "?";

// ---- names
// -------------------------------------------------------------------

StringRef StructVisitor::nameOf(const RecordDecl *R) {
  auto [At, IsNew] = Names.try_emplace(R->getCanonicalDecl());
  if (!IsNew)
    return At->second;
  const RecordDecl *Def = R->getDefinition();
  const RecordDecl *D = Def ? Def : cast<RecordDecl>(R->getCanonicalDecl());
  std::string Name = Nameless.str();
  // Those without a name, or with one in a function only, are all the same one,
  // of which nothing is known.
  if (!D->getParentFunctionOrMethod()) {
    if (const IdentifierInfo *II = D->getIdentifier())
      Name = (D->isUnion() ? "union " : "struct ") + II->getName().str();
    else if (const TypedefNameDecl *T = D->getTypedefNameForAnonDecl())
      Name = T->getName().str();
  }
  return Names[R->getCanonicalDecl()] = Strings.save(Name);
}

void StructVisitor::add(ce_use_kind Kind, const RecordDecl *A, StringRef B,
                        uint64_t X, uint64_t Y) {
  StringRef Name = nameOf(A);
  const RecordDecl *Def = A->getDefinition();
  if (Kind == CE_USE_PARAM && Name == Nameless)
    return;
  if (Kind == CE_USE_SHOWN && Def && !hasHooks(Def) && !Scope.isApart(Def))
    return; // it matters of those only
  std::string Key =
      (Twine(Kind) + " " + Name + "\n" + B + "\n" + Twine(X) + " " + Twine(Y))
          .str();
  if (!Have.insert(Key).second)
    return;
  StringRef Second = Strings.save(B);
  Out.push_back({uint8_t(Kind), Name.data(), Second.data(), X, Y});
}

Target StructVisitor::targetOf(QualType T) const {
  Target Found;
  if (T.isNull()) // the text of a static assertion has no type
    return Found;
  for (T = T.getCanonicalType();; T = T.getCanonicalType()) {
    if (auto *A = T->getAs<AtomicType>()) {
      T = A->getValueType();
    } else if (T->isArrayType()) {
      T = AST.getBaseElementType(T);
    } else if (T->isPointerType()) {
      T = T->getPointeeType();
      ++Found.Levels;
    } else {
      break;
    }
  }
  if (Found.Levels)
    Found.Record = T->getAsRecordDecl();
  return Found;
}

// ---- declarations
// ------------------------------------------------------------

bool StructVisitor::hasHooks(const RecordDecl *R) {
  R = R->getDefinition();
  return isLaidOut(R) && any_of(R->fields(), [&](const FieldDecl *F) {
           QualType T = AST.getBaseElementType(F->getType());
           const RecordDecl *In = recordOf(T);
           return isHook(T) || (In && hasHooks(In));
         });
}

// The function pointers that are at one place of Top each; and all structs in
// it that have some. Of a union others write what is read.
void StructVisitor::hooks(const RecordDecl *Top, const RecordDecl *R,
                          uint64_t At, bool Fixed) {
  R = R->getDefinition();
  const ASTRecordLayout &Layout = AST.getASTRecordLayout(R);
  Fixed = Fixed && R->isStruct() && nameOf(R) != Nameless;
  for (const FieldDecl *F : R->fields()) {
    uint64_t In = Layout.getFieldOffset(F->getFieldIndex()) / 8;
    const RecordDecl *Inner = recordOf(AST.getBaseElementType(F->getType()));
    if (Fixed && isHook(F->getType()))
      add(CE_USE_HOOK, Top, nameOf(R), At + In, In);
    if (!Inner || !hasHooks(Inner))
      continue;
    size(Inner);
    add(CE_USE_PART, Top, nameOf(Inner), At + In);
    if (R->isUnion())
      add(CE_USE_COPY, Inner, "", true);
    hooks(Top, Inner, At + In, Fixed && F->getType()->isRecordType());
  }
}

void StructVisitor::size(const RecordDecl *R) {
  R = R->getDefinition();
  if (!isLaidOut(R) || !Sized.insert(R).second)
    return;
  PresumedLoc P = AST.getSourceManager().getPresumedLoc(R->getLocation());
  std::string Place;
  if (P.isValid())
    Place = (StringRef(P.getFilename()).rsplit('/').second.empty()
                 ? StringRef(P.getFilename())
                 : StringRef(P.getFilename()).rsplit('/').second)
                .str() +
            ":" + std::to_string(P.getLine()) + ":" +
            std::to_string(P.getColumn());
  bool Flat = all_of(R->fields(), [](const FieldDecl *F) {
    return F->getType()->isScalarType();
  });
  add(CE_USE_SIZE, R, Place, AST.getASTRecordLayout(R).getSize().getQuantity(),
      Flat && R->isStruct());
  if (Scope.isKnown(R) || nameOf(R) == Nameless)
    add(CE_USE_KNOWN, R, "",
        nameOf(R) == Nameless || !Scope.isApart(R) ? 0
        : Scope.isNamedElsewhere(R)                ? 2
                                                   : 1);
}

bool StructVisitor::VisitRecordDecl(RecordDecl *R) {
  if (!R->isThisDeclarationADefinition() || !isLaidOut(R))
    return true;
  if (R->isUnion())
    membersUnnamed(R, 0);
  if (hasHooks(R)) {
    size(R);
    hooks(R, R, 0, true);
  }
  // Through a member that others know they find what it points to; in a union
  // it may become anything.
  for (const FieldDecl *F : R->fields()) {
    Target T = targetOf(F->getType());
    if (T.Record && R->isUnion())
      add(CE_USE_CAST, T.Record);
    if (T.Record && Scope.isShown(R) &&
        (hasHooks(T.Record) || !Scope.isSystem(R))) {
      if (hasHooks(T.Record))
        size(R);
      add(CE_USE_SHOWN, T.Record, nameOf(R) == Nameless ? "" : nameOf(R));
    }
  }
  return true;
}

bool StructVisitor::VisitFunctionDecl(FunctionDecl *FD) {
  const char *Name = Symbol(FD);
  if (const RecordDecl *R = targetOf(FD->getReturnType()).Record) {
    add(CE_USE_SHOWN, R);
    if (Name)
      add(CE_USE_PARAM, R, Name, CE_USE_RESULT,
          Scope.isInAnotherHeader(FD, R) ? 0 : 1);
  }
  // Who calls a function that no header declares has declared it himself, and
  // may have written down its structs as well.
  bool Undeclared =
      FD->isThisDeclarationADefinition() && FD->isExternallyVisible() &&
      none_of(FD->redecls(),
              [&](const FunctionDecl *D) { return Scope.isInHeader(D); });
  for (unsigned I = 0; Name && I < FD->getNumParams(); ++I) {
    Target T = targetOf(FD->getParamDecl(I)->getType());
    if (!T.Record)
      continue;
    if (Undeclared)
      add(CE_USE_CAST, T.Record);
    if (T.Levels > 1)
      add(CE_USE_SHOWN, T.Record);
    else {
      size(T.Record);
      add(CE_USE_PARAM, T.Record, Name, I,
          Scope.isInAnotherHeader(FD, T.Record) ? 0 : 1);
    }
  }
  return true;
}

// Functions of a type that a header for others names may be theirs: they get
// what it takes, and give what it returns.
void StructVisitor::called(const Decl *D, QualType T, int Depth) {
  while (T->isPointerType() || T->isArrayType())
    T = T->isPointerType() ? T->getPointeeType() : AST.getBaseElementType(T);
  auto *F = T->getAs<FunctionType>();
  auto *FP = dyn_cast_or_null<FunctionProtoType>(F);
  llvm::SmallVector<QualType, 8> Types;
  if (!F || Depth > 4)
    return;
  Types.push_back(F->getReturnType());
  if (FP)
    Types.append(FP->param_type_begin(), FP->param_type_end());
  for (QualType Of : Types) {
    const RecordDecl *R = targetOf(Of).Record;
    if (R && Scope.isInAnotherHeader(D, R))
      add(CE_USE_SHOWN, R);
    called(D, Of, Depth + 1);
  }
}

bool StructVisitor::VisitDeclaratorDecl(DeclaratorDecl *D) {
  if (!isa<FunctionDecl>(D))
    called(D, D->getType(), 0);
  else
    called(D, cast<FunctionDecl>(D)->getReturnType(), 0);
  return true;
}

bool StructVisitor::VisitTypedefNameDecl(TypedefNameDecl *D) {
  called(D, D->getUnderlyingType(), 0);
  return true;
}

bool StructVisitor::VisitVarDecl(VarDecl *V) {
  const RecordDecl *R = targetOf(V->getType()).Record;
  if (R && V->isFileVarDecl() && V->isExternallyVisible())
    add(CE_USE_SHOWN, R);
  // A call that no expression stands for.
  if (auto *A = V->getAttr<CleanupAttr>())
    if (A->getFunctionDecl()->getNumParams())
      converted(AST.getPointerType(V->getType()),
                A->getFunctionDecl()->getParamDecl(0)->getType());
  return true;
}

// ---- conversions
// -------------------------------------------------------------

bool StructVisitor::VisitExpr(Expr *E) {
  Target T = targetOf(E->getType());
  if (T.Record && T.Levels > 1)
    add(CE_USE_SHOWN, T.Record);
  AtomicPointers |= mayBeAtomicPointer(E);
  return true;
}

void StructVisitor::convertedFunction(QualType From, QualType To) {
  auto *F = From->getPointeeType()->getAs<FunctionType>();
  auto *T = To->isFunctionPointerType()
                ? To->getPointeeType()->getAs<FunctionType>()
                : nullptr;
  auto *FP = dyn_cast_or_null<FunctionProtoType>(F);
  auto *TP = dyn_cast_or_null<FunctionProtoType>(T);
  auto Differ = [&](QualType A, QualType B) {
    return B.isNull() || !AST.hasSameUnqualifiedType(A, B);
  };
  if (!F || !T)
    return;
  if (const RecordDecl *R = targetOf(F->getReturnType()).Record)
    if (Differ(F->getReturnType(), T->getReturnType()))
      add(CE_USE_CAST, R);
  for (unsigned I = 0; TP && I < TP->getNumParams(); ++I)
    if (const RecordDecl *R = targetOf(TP->getParamType(I)).Record)
      if (!FP || I >= FP->getNumParams() ||
          Differ(TP->getParamType(I), FP->getParamType(I)))
        add(CE_USE_CAST, R);
}

void StructVisitor::converted(QualType From, QualType To) {
  Target F = targetOf(From), T = targetOf(To);
  if (isHook(From))
    convertedFunction(From, To);
  if (!F.Record || From->isArrayType())
    return;
  bool Same = T.Record &&
              T.Record->getCanonicalDecl() == F.Record->getCanonicalDecl() &&
              T.Levels == F.Levels;
  if (Same)
    return;
  bool Struct = T.Record && T.Levels == 1 && F.Levels == 1;
  StringRef Name = Struct ? nameOf(T.Record) : "";
  add(CE_USE_CAST, F.Record, Name);
}

bool StructVisitor::VisitCastExpr(CastExpr *E) {
  if (E->getCastKind() == CK_BitCast ||
      E->getCastKind() == CK_PointerToIntegral)
    if (auto *U = dyn_cast<UnaryOperator>(E->getSubExpr()->IgnoreParens()))
      writtenUnnamed(U->getSubExpr());
  switch (E->getCastKind()) {
  case CK_LValueToRValue:
    wholeAsAnother(E->getSubExpr(), false);
    if (auto *M = dyn_cast<MemberExpr>(E->getSubExpr()->IgnoreParens()))
      Seen.insert(M);
    return true;
  case CK_NoOp:
  case CK_ToVoid:
  case CK_PointerToBoolean:
  case CK_ArrayToPointerDecay:
  case CK_FunctionToPointerDecay:
    return true;
  default:
    if (Permitted.contains(E))
      return true;
    converted(E->getSubExpr()->getType(), E->getType());
    // A pointer to the first member is one to the struct.
    if (auto *U = dyn_cast<UnaryOperator>(E->getSubExpr()->IgnoreParenCasts()))
      if (auto *M = dyn_cast<MemberExpr>(U->getSubExpr()->IgnoreParens()))
        if (auto *F = dyn_cast<FieldDecl>(M->getMemberDecl()))
          add(CE_USE_CAST, F->getParent(), "&");
    return true;
  }
}

// ---- stores of functions
// -----------------------------------------------------

static const FunctionDecl *functionIn(const Expr *E) {
  auto *Ref = dyn_cast<DeclRefExpr>(E);
  return Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr;
}

void StructVisitor::stored(const FieldDecl *F, const Expr *Value) {
  const Expr *E = Value ? Value->IgnoreParenCasts() : nullptr;
  uint64_t At = AST.getFieldOffset(F) / 8;
  if (E && (isa<ImplicitValueInitExpr>(E) ||
            E->isNullPointerConstant(AST, Expr::NPC_ValueDependentIsNull)))
    return;
  if (auto *U = dyn_cast_or_null<UnaryOperator>(E))
    if (U->getOpcode() == UO_AddrOf || U->getOpcode() == UO_Deref)
      E = U->getSubExpr()->IgnoreParenCasts();
  if (auto *C = dyn_cast_or_null<ConditionalOperator>(E)) {
    stored(F, C->getTrueExpr());
    stored(F, C->getFalseExpr());
    return;
  }
  const FunctionDecl *FD = E ? functionIn(E) : nullptr;
  const char *Name = FD ? Symbol(FD) : nullptr;
  add(CE_USE_STORE, F->getParent(), Name ? Name : "", At);
}

bool StructVisitor::VisitMemberExpr(MemberExpr *M) {
  auto *F = dyn_cast<FieldDecl>(M->getMemberDecl());
  if (F && isHook(F->getType()) && !Seen.contains(M))
    stored(F, nullptr); // its address is taken, or worse
  return true;
}

void StructVisitor::initialised(const FieldDecl *F, const Expr *Value) {
  const RecordDecl *R = recordOf(F->getType());
  initialisedMember(F, Value);
  if (isHook(F->getType()))
    stored(F, Value);
  else if (R &&
           !isa<InitListExpr, ImplicitValueInitExpr>(Value->IgnoreParens()))
    add(CE_USE_COPY, R);
}

bool StructVisitor::VisitInitListExpr(InitListExpr *L) {
  const RecordDecl *R = L->getType()->getAsRecordDecl();
  if (!L->isSemanticForm() || !R)
    return true;
  if (R->isUnion()) {
    if (const FieldDecl *F = L->getInitializedFieldInUnion())
      if (L->getNumInits())
        initialised(F, L->getInit(0));
    return true;
  }
  unsigned I = 0;
  for (const FieldDecl *F : R->fields()) {
    if (F->isUnnamedBitField())
      continue;
    if (I < L->getNumInits() && L->getInit(I))
      initialised(F, L->getInit(I));
    ++I;
  }
  return true;
}

bool StructVisitor::VisitDesignatedInitUpdateExpr(DesignatedInitUpdateExpr *E) {
  if (const RecordDecl *R = recordOf(E->getType()))
    add(CE_USE_COPY, R);
  return true;
}

void StructVisitor::run() {
  Out.push_back({CE_USE_UNIT, "", "", 0, 0});
  TraverseDecl(AST.getTranslationUnitDecl());
  for (const ParamCopy &P : ParamCopies) {
    auto *FD = dyn_cast<FunctionDecl>(P.Param->getDeclContext());
    bool Given = FD && !Modified.contains(P.Param) &&
                 !Referenced.contains(FD->getCanonicalDecl());
    const char *Name = Given ? Symbol(FD) : nullptr;
    add(CE_USE_COPY, P.Record, Name ? Name : "", P.Other);
  }
}

bool findStructUses(ASTContext &AST, const StructScope &Scope,
                    function_ref<const char *(const FunctionDecl *)> Symbol,
                    UniqueStringSaver &Strings, std::vector<ce_source_use> &Out,
                    std::vector<const char *> &UnnamedTargets) {
  StructVisitor Visitor(AST, Scope, Symbol, Strings, Out, UnnamedTargets);
  Visitor.run();
  return !Visitor.AtomicPointers && !AST.getLangOpts().OpenMP;
}

} // namespace cgoescape
