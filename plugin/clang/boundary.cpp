#include "boundary.h"

#include "abi_args.h"
#include "boundary/cgo_names.h"
#include "boundary/cgo_package.h"
#include "struct_uses.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/GlobalDecl.h"
#include "clang/AST/Stmt.h"
#include "clang/CodeGen/ModuleBuilder.h"

using namespace clang;
using namespace llvm;

namespace cgoescape {

SourceModel::SourceModel(ASTContext &AST, PlaceMap &Places, StringRef MainFile,
                         StringRef Directory)
    : AST(AST), Texts(AST, Places), Places(Places), Strings(Alloc) {
  Source.main_file = save(MainFile);
  Source.directory = save(Directory);
  Source.ctx = this;
  Source.text = [](void *Ctx, const char *File, unsigned Line, unsigned Col,
                   ce_text_kind Kind) {
    return static_cast<SourceModel *>(Ctx)->Texts.text(File, Line, Col, Kind);
  };
  Source.shown_file = [](void *Ctx, const char *Dir, const char *Name) {
    return static_cast<SourceModel *>(Ctx)->Places.shownFile(Dir ? Dir : "",
                                                             Name ? Name : "");
  };
}

static PresumedLoc presumed(const ASTContext &AST, SourceLocation Loc) {
  const SourceManager &SM = AST.getSourceManager();
  return SM.getPresumedLoc(SM.getFileLoc(Loc));
}

ce_loc SourceModel::place(SourceLocation Loc) {
  PresumedLoc P = presumed(AST, Loc);
  if (P.isInvalid())
    return {};
  return {save(P.getFilename()), P.getLine(), P.getColumn()};
}

static ce_cgo_symbol cgoSymbol(const FunctionDecl *FD) {
  const char *Name;
  const IdentifierInfo *II = FD->getIdentifier();
  return II ? ce_cgo_parse_symbol(II->getNameStart(), &Name) : CE_CGO_OTHER;
}

static bool isWrapper(const FunctionDecl *FD) {
  ce_cgo_symbol Symbol = cgoSymbol(FD);
  return Symbol == CE_CGO_CFUNC || Symbol == CE_CGO_C2FUNC ||
         Symbol == CE_CGO_CMACRO;
}

static const FunctionDecl *directCallee(const Stmt *S) {
  auto *E = dyn_cast_or_null<Expr>(S);
  auto *Call = E ? dyn_cast<CallExpr>(E->IgnoreParenCasts()) : nullptr;
  return Call ? Call->getDirectCallee() : nullptr;
}

static bool isResultVariable(const Expr *E) {
  auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParens());
  const IdentifierInfo *II = Ref ? Ref->getDecl()->getIdentifier() : nullptr;
  return II && II->isStr("_cgo_r");
}

// A wrapper makes the call that Go asked for in a statement of its own, or as
// the value of _cgo_r; all other calls are plumbing. The symbol's name is no
// help: a macro may have renamed the function.
void SourceModel::findCallees(const FunctionDecl *Wrapper) {
  auto *Body = dyn_cast_or_null<CompoundStmt>(Wrapper->getBody());
  if (!Body)
    return;
  for (const Stmt *S : Body->body()) {
    const FunctionDecl *Callee = directCallee(S);
    if (auto *B = dyn_cast<BinaryOperator>(S))
      if (B->getOpcode() == BO_Assign && isResultVariable(B->getLHS()))
        Callee = directCallee(B->getRHS());
    if (Callee && Callee->getIdentifier() &&
        !ce_cgo_is_plumbing(Callee->getIdentifier()->getNameStart()))
      Called.insert(Callee->getCanonicalDecl());
  }
}

void SourceModel::findBoundary(StringRef CgoDir) {
  if (!CgoDir.empty())
    ce_cgo_read_package(
        CgoDir.str().c_str(),
        [](void *Ctx, const char *Name) {
          static_cast<SourceModel *>(Ctx)->CalledByPackage.insert(Name);
        },
        this);
  if (!CgoDir.empty())
    ce_cgo_read_promises(
        CgoDir.str().c_str(),
        [](void *Ctx, const char *Name, unsigned Promises) {
          static_cast<SourceModel *>(Ctx)->Promised[Name] |= Promises;
        },
        this);
  for (const Decl *D : AST.getTranslationUnitDecl()->decls()) {
    auto *FD = dyn_cast<FunctionDecl>(D);
    if (!FD || !FD->isThisDeclarationADefinition() || !isWrapper(FD))
      continue;
    HasCgo = true;
    findCallees(FD);
  }
}

static bool callsIntoGo(const FunctionDecl *Definition) {
  auto *Body = dyn_cast_or_null<CompoundStmt>(Definition->getBody());
  return Body && llvm::any_of(Body->body(), [](const Stmt *S) {
           const FunctionDecl *Callee = directCallee(S);
           return Callee && Callee->getIdentifier() &&
                  Callee->getIdentifier()->isStr("crosscall2");
         });
}

bool SourceModel::runsGo(const FunctionDecl *FD) {
  const IdentifierInfo *II = FD->getIdentifier();
  if ((II && II->isStr("crosscall2")) || cgoSymbol(FD) == CE_CGO_EXPORT)
    return true;
  if (const FunctionDecl *Definition = FD->getDefinition())
    if (ce_cgo_is_export_source(Source.main_file) && callsIntoGo(Definition))
      return true;
  for (const FunctionDecl *Redecl : FD->redecls()) {
    PresumedLoc P = presumed(AST, Redecl->getLocation());
    if (P.isValid() && ce_cgo_is_export_header(P.getFilename())) {
      HasCgo = true;
      return true;
    }
  }
  return false;
}

static bool isSystem(const FunctionDecl *FD) {
  const SourceManager &SM = FD->getASTContext().getSourceManager();
  // A builtin that nobody declared has the place of its first use.
  bool Undeclared = FD->isImplicit() && FD->getBuiltinID();
  return Undeclared || SM.isInSystemHeader(FD->getLocation());
}

// Other units of the package know it by its symbol only.
bool SourceModel::isBoundary(const FunctionDecl *FD) const {
  return Called.contains(FD->getCanonicalDecl()) ||
         (FD->isExternallyVisible() && CalledByPackage.contains(FD->getName()));
}

uint32_t SourceModel::functionFlags(const FunctionDecl *FD) {
  uint32_t Flags = 0;
  // Go taking the address of its own export does not make that C.
  if (runsGo(FD))
    Flags |= CE_FUNC_GO_EXPORT;
  else if (isBoundary(FD))
    Flags |= CE_FUNC_BOUNDARY;
  if (isWrapper(FD))
    Flags |= CE_FUNC_WRAPPER;
  if (isSystem(FD))
    Flags |= CE_FUNC_SYSTEM;
  if (!FD->isExternallyVisible())
    Flags |= CE_FUNC_STATIC;
  if (FD->isVariadic())
    Flags |= CE_FUNC_VARIADIC;
  PresumedLoc P = presumed(AST, FD->getLocation());
  if (FD->isThisDeclarationADefinition() && P.isValid() &&
      ce_cgo_is_go_file(P.getFilename()))
    Flags |= CE_FUNC_PREAMBLE;
  return Flags;
}

static bool holdsPointer(QualType T, const ASTContext &AST) {
  if (auto *A = T->getAs<AtomicType>())
    T = A->getValueType();
  T = AST.getBaseElementType(T);
  if (T->isAnyPointerType() || T->isBlockPointerType())
    return true;
  const RecordDecl *RD = T->getAsRecordDecl();
  RD = RD ? RD->getDefinition() : nullptr;
  return RD && llvm::any_of(RD->fields(), [&](const FieldDecl *F) {
           return holdsPointer(F->getType(), AST);
         });
}

static uint32_t pointeeFlags(QualType Pointee, const ASTContext &AST) {
  if (Pointee->isFunctionType())
    return CE_PARAM_FUNCTION;
  QualType Element = AST.getBaseElementType(Pointee);
  const TagDecl *Tag = Element->getAsTagDecl();
  if (Tag && !Tag->getDefinition())
    return CE_PARAM_OPAQUE;
  if (Element->isVoidType() || holdsPointer(Element, AST))
    return 0;
  uint32_t Flags = CE_PARAM_PLAIN;
  if (Element->isArithmeticType())
    Flags |= CE_PARAM_NUMBERS;
  if (Element.isConstQualified() &&
      (Element->isSpecificBuiltinType(BuiltinType::Char_S) ||
       Element->isSpecificBuiltinType(BuiltinType::Char_U)))
    Flags |= CE_PARAM_TEXT;
  return Flags;
}

static uint32_t typeFlags(QualType T, const ASTContext &AST) {
  if (auto *A = T->getAs<AtomicType>())
    T = A->getValueType();
  if (T->isAnyPointerType() || T->isBlockPointerType())
    return CE_PARAM_POINTER | pointeeFlags(T->getPointeeType(), AST);
  if (T->isRecordType())
    return holdsPointer(T, AST) ? CE_PARAM_AGGREGATE : CE_PARAM_NUMBERS;
  if (T->isIntegralOrEnumerationType() && !T->isIncompleteType() &&
      AST.getTypeSize(T) >= AST.getTypeSize(AST.VoidPtrTy))
    return CE_PARAM_WIDE_INT;
  return 0;
}

static uint64_t pointeeSize(QualType T, const ASTContext &AST) {
  QualType Pointee = T->getPointeeType();
  if (Pointee.isNull() || Pointee->isIncompleteType() ||
      Pointee->isFunctionType() || !Pointee->isConstantSizeType())
    return 0;
  return AST.getTypeSizeInChars(Pointee).getQuantity();
}

// Clang does not carry the attribute from a header over to the definition.
static bool isDeclaredNoescape(const FunctionDecl *FD, unsigned Index) {
  return llvm::any_of(FD->redecls(), [&](const FunctionDecl *Redecl) {
    return Index < Redecl->getNumParams() &&
           Redecl->getParamDecl(Index)->hasAttr<NoEscapeAttr>();
  });
}

ce_source_param SourceModel::parameter(const FunctionDecl *FD, unsigned Index) {
  const ParmVarDecl *P = FD->getParamDecl(Index);
  ce_source_param Out = {};
  Out.name = save(P->getName());
  Out.type = save(P->getOriginalType().getAsString(AST.getPrintingPolicy()));
  Out.loc = place(P->getLocation());
  Out.flags = typeFlags(P->getType(), AST);
  Out.pointee_size = pointeeSize(P->getType(), AST);
  if (isDeclaredNoescape(FD, Index))
    Out.flags |= CE_PARAM_NOESCAPE;
  return Out;
}

// Two declarations may share a symbol by an asm label; the one with the body
// stands for both. Returns null if FD adds nothing.
ce_source_func *SourceModel::slotFor(const FunctionDecl *FD,
                                     StringRef LinkName) {
  auto [Known, IsNew] = ByLinkName.try_emplace(LinkName, Functions.size());
  if (IsNew)
    return &Functions.emplace_back();
  ce_source_func *Old = &Functions[Known->second];
  return FD->getDefinition() && !Old->defined ? Old : nullptr;
}

void SourceModel::describe(ce_source_func &Out, const FunctionDecl *FD,
                           const llvm::Function *F) {
  const FunctionDecl *Definition = FD->getDefinition();
  Out.name = save(FD->getName());
  Out.loc = place(FD->getLocation());
  Out.flags = functionFlags(FD);
  // A static function that nobody uses has a body but no code; an inline one
  // of a header may have a body, but its code elsewhere.
  Out.defined = Definition && (!F || !F->isDeclaration());
  if (Out.flags & CE_FUNC_BOUNDARY)
    Out.promises = Promised.lookup(FD->getName());
  Out.nparams = FD->getNumParams();
  auto *Params = Alloc.Allocate<ce_source_param>(Out.nparams);
  for (unsigned I = 0; I < Out.nparams; ++I)
    Params[I] = parameter(FD, I);
  Out.params = Params;
  if (!F || !Out.defined)
    return;
  ArgumentMap Map = mapArguments(*Generator, FD, *F);
  int *ArgParams = Alloc.Allocate<int>(Map.Params.size());
  uint64_t *Copied = Alloc.Allocate<uint64_t>(Map.Copied.size());
  llvm::copy(Map.Params, ArgParams);
  llvm::copy(Map.Copied, Copied);
  Out.arg_param = ArgParams;
  Out.arg_copied = Copied;
  Out.nargs = Map.Params.size();
}

void SourceModel::add(const FunctionDecl *FD, StringRef LinkName,
                      const llvm::Function *F) {
  const FunctionDecl *Definition = FD->getDefinition();
  FD = Definition ? Definition : FD->getMostRecentDecl();
  ce_source_func *Slot = slotFor(FD, LinkName);
  if (!Slot)
    return;
  *Slot = {};
  Slot->link_name = save(LinkName);
  describe(*Slot, FD, F);
  if (Definition)
    Texts.add(Definition);
}

void SourceModel::listFiles() {
  const SourceManager &SM = AST.getSourceManager();
  for (auto I = SM.fileinfo_begin(); I != SM.fileinfo_end(); ++I)
    Files.push_back(save(I->first.getName()));
  llvm::sort(Files, [](const char *A, const char *B) {
    return StringRef(A) < StringRef(B);
  });
  Source.files = Files.data();
  Source.nfiles = Files.size();
}

// Go sees what the preamble of its files sees.
void SourceModel::listUses(const llvm::Module &M, const Includes &Includes,
                           bool RelaxedAliasing) {
  bool Go = HasCgo || ce_cgo_is_wrapper_source(Source.main_file) ||
            ce_cgo_is_export_source(Source.main_file);
  StructScope Scope(AST, Includes, Go);
  auto Symbol = [&](const FunctionDecl *FD) -> const char * {
    if (!FD->getIdentifier())
      return nullptr;
    StringRef Name = Generator->GetMangledName(GlobalDecl(FD));
    if (!M.getFunction(Name))
      return nullptr;
    Name.consume_front("\01");
    return save(Name);
  };
  Source.atomic_numbers =
      findStructUses(AST, Scope, Symbol, Strings, Uses, UnnamedTargets) &&
      !RelaxedAliasing;
  Source.unnamed_targets = UnnamedTargets.data();
  Source.nunnamed_targets = UnnamedTargets.size();
  Source.uses = Uses.data();
  Source.nuses = Uses.size();
}

void SourceModel::collect(CodeGenerator &G, const llvm::Module &M,
                          StringRef CgoDir, const Includes &Includes,
                          bool RelaxedAliasing) {
  Generator = &G;
  findBoundary(CgoDir);
  // Source order first; then what only the code knows, such as functions
  // declared inside another.
  for (const Decl *D : AST.getTranslationUnitDecl()->decls()) {
    auto *FD = dyn_cast<FunctionDecl>(D);
    if (!FD || !FD->getIdentifier())
      continue;
    StringRef LinkName = G.GetMangledName(GlobalDecl(FD));
    const llvm::Function *F = M.getFunction(LinkName);
    // Of what has no code, only the user's own unused functions matter.
    if (!F && (!FD->getDefinition() || isSystem(FD)))
      continue;
    add(FD, LinkName, F);
  }
  for (const llvm::Function &F : M) {
    // Bodies of fortified builtins are renamed by code generation.
    StringRef Name = F.getName(), Plain = Name;
    Plain.consume_back(".inline");
    auto *FD = dyn_cast_or_null<FunctionDecl>(G.GetDeclForMangledName(Plain));
    if (FD && FD->getIdentifier())
      add(FD, Name, &F);
  }
  Source.is_cgo = !CgoDir.empty() || HasCgo ||
                  ce_cgo_is_wrapper_source(Source.main_file) ||
                  ce_cgo_is_export_source(Source.main_file);
  listFiles();
  listUses(M, Includes, RelaxedAliasing);
  Source.funcs = Functions.data();
  Source.nfuncs = Functions.size();
}

} // namespace cgoescape
