//===- struct_visitor.h - Finds the uses of structs (private) --*- C++ -*-===//
#ifndef CGOESCAPE_STRUCT_VISITOR_H
#define CGOESCAPE_STRUCT_VISITOR_H

#include "struct_uses.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/StringSet.h"

namespace cgoescape {

using namespace clang;
using llvm::DenseMap;
using llvm::DenseSet;
using llvm::function_ref;
using llvm::StringRef;
using llvm::StringSet;
using llvm::UniqueStringSaver;

// What a pointer finally points to, and after how many loads.
struct Target {
  const RecordDecl *Record = nullptr; // null: no struct
  unsigned Levels = 0;
};

class StructVisitor : public RecursiveASTVisitor<StructVisitor> {
public:
  StructVisitor(ASTContext &AST, const StructScope &Scope,
                function_ref<const char *(const FunctionDecl *)> Symbol,
                UniqueStringSaver &Strings, std::vector<ce_source_use> &Out,
                std::vector<const char *> &UnnamedTargets)
      : AST(AST), Scope(Scope), Symbol(Symbol), Strings(Strings), Out(Out),
        UnnamedTargets(UnnamedTargets) {}

  void run();
  // The form of an initialiser that says which member gets what.
  bool shouldVisitImplicitCode() const { return true; }

  bool VisitRecordDecl(RecordDecl *R);
  bool VisitFunctionDecl(FunctionDecl *FD);
  bool VisitDeclaratorDecl(DeclaratorDecl *D);
  bool VisitTypedefNameDecl(TypedefNameDecl *D);
  bool VisitVarDecl(VarDecl *V);
  bool VisitExpr(Expr *E);
  bool VisitCastExpr(CastExpr *E);
  bool VisitBinaryOperator(BinaryOperator *B);
  bool VisitUnaryOperator(UnaryOperator *U);
  bool VisitMemberExpr(MemberExpr *M);
  bool VisitInitListExpr(InitListExpr *L);
  bool VisitDesignatedInitUpdateExpr(DesignatedInitUpdateExpr *E);
  bool VisitCallExpr(CallExpr *C);
  bool VisitAtomicExpr(AtomicExpr *E);
  bool VisitDeclRefExpr(DeclRefExpr *E);
  bool VisitGCCAsmStmt(GCCAsmStmt *S);
  bool VisitStmtExpr(StmtExpr *E);
  bool VisitStmt(Stmt *S);

  bool AtomicPointers = false; // some atomic operation may be on a pointer

private:
  struct ParamCopy {
    const ParmVarDecl *Param;
    const RecordDecl *Record;
    bool Other;
  };

  StringRef nameOf(const RecordDecl *R);
  void add(ce_use_kind Kind, const RecordDecl *A, StringRef B = "",
           uint64_t X = 0, uint64_t Y = 0);
  void size(const RecordDecl *R);
  bool hasHooks(const RecordDecl *R);
  void hooks(const RecordDecl *Top, const RecordDecl *R, uint64_t At,
             bool Fixed);
  void stored(const FieldDecl *F, const Expr *Value);
  void initialised(const FieldDecl *F, const Expr *Value);
  void copied(const Expr *Into, const RecordDecl *R, bool Other);
  void copiedInto(const CallExpr *C);
  void filled(const Expr *Into, const RecordDecl *R, const Expr *Size,
              bool Other);
  void copiedPast(const Expr *Dst, const Expr *Size);
  void pointersCopied(const Expr *Dst, const Expr *Src);
  void pointersOf(const RecordDecl *R);
  void discard(const Stmt *S);
  void permitArguments(const CallExpr *C);
  void converted(QualType From, QualType To);
  void called(const Decl *D, QualType T, int Depth);
  void convertedFunction(QualType From, QualType To);
  void operand(const Expr *E);
  void unnamed(const FieldDecl *F);
  void membersUnnamed(const RecordDecl *R, unsigned Depth);
  void writtenUnnamed(const Expr *Member);
  void wholeAsAnother(const Expr *E, bool Written);
  void initialisedMember(const FieldDecl *F, const Expr *Value);
  Target targetOf(QualType T) const;

  ASTContext &AST;
  const StructScope &Scope;
  function_ref<const char *(const FunctionDecl *)> Symbol;
  UniqueStringSaver &Strings;
  std::vector<ce_source_use> &Out;
  std::vector<const char *> &UnnamedTargets;
  StringSet<> Have;
  StringSet<> Unnamed;                     // what is in UnnamedTargets
  DenseMap<const Decl *, StringRef> Names; // by canonical declaration
  DenseSet<const RecordDecl *> Sized;
  DenseSet<const Expr *> Permitted; // conversions for what only moves bytes
  DenseSet<const MemberExpr *>
      Seen; // function pointers that are read, or stored
  DenseSet<const CallExpr *> Discarded; // calls whose result is not used
  DenseSet<const Stmt *> Values;        // statements that are one's value
  DenseSet<const ParmVarDecl *> Modified;
  DenseSet<const Decl *> Referenced; // functions, canonical
  std::vector<ParamCopy> ParamCopies;
};

inline const RecordDecl *recordOf(QualType T) {
  if (auto *A = T->getAs<AtomicType>())
    T = A->getValueType();
  return T->getAsRecordDecl();
}

inline bool isHook(QualType T) {
  return T.getCanonicalType()->isFunctionPointerType();
}

inline bool isLaidOut(const RecordDecl *R) {
  return R && R->isCompleteDefinition() && !R->isInvalidDecl();
}

} // namespace cgoescape
#endif
