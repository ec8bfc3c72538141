#include "abi_args.h"

#include "cgoescape/source.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/CodeGen/CodeGenABITypes.h"
#include "clang/CodeGen/ModuleBuilder.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/Function.h"

using namespace clang;
using clang::CodeGen::ABIArgInfo;
using clang::CodeGen::CGFunctionInfo;

namespace cgoescape {

static unsigned expandedSize(QualType T, const ASTContext &AST);

static unsigned expandedRecord(const RecordDecl *RD, const ASTContext &AST) {
  uint64_t Size = 0;
  const FieldDecl *Largest = nullptr;
  unsigned Sum = 0;
  for (const FieldDecl *Field : RD->fields()) {
    if (Field->isZeroLengthBitField())
      continue;
    Sum += expandedSize(Field->getType(), AST);
    uint64_t FieldSize = AST.getTypeSize(Field->getType());
    if (FieldSize > Size) {
      Size = FieldSize;
      Largest = Field;
    }
  }
  if (!RD->isUnion())
    return Sum;
  return Largest ? expandedSize(Largest->getType(), AST) : 0;
}

// The number of scalars that an argument of kind Expand becomes; follows
// getExpansionSize() of clang/lib/CodeGen/CGCall.cpp, which is not public.
static unsigned expandedSize(QualType T, const ASTContext &AST) {
  if (const ConstantArrayType *A = AST.getAsConstantArrayType(T))
    return A->getZExtSize() * expandedSize(A->getElementType(), AST);
  if (const auto *R = T->getAs<RecordType>())
    return expandedRecord(R->getDecl()->getDefinition(), AST);
  return T->isAnyComplexType() ? 2 : 1;
}

static unsigned countIRArguments(const ABIArgInfo &Info, QualType T,
                                 const ASTContext &AST) {
  switch (Info.getKind()) {
  case ABIArgInfo::Ignore:
  case ABIArgInfo::InAlloca:
    return 0;
  case ABIArgInfo::Extend:
  case ABIArgInfo::Indirect:
  case ABIArgInfo::IndirectAliased:
    return 1;
  case ABIArgInfo::Direct:
  case ABIArgInfo::TargetSpecific: {
    auto *S = llvm::dyn_cast_or_null<llvm::StructType>(Info.getCoerceToType());
    return S && Info.getCanBeFlattened() ? S->getNumElements() : 1;
  }
  case ABIArgInfo::CoerceAndExpand:
    return Info.getCoerceAndExpandTypeSequence().size();
  case ABIArgInfo::Expand:
    return expandedSize(T, AST);
  }
  return 0;
}

static const CGFunctionInfo &functionInfo(CodeGen::CodeGenModule &CGM,
                                          const FunctionDecl *FD) {
  CanQualType T = FD->getType()->getCanonicalTypeUnqualified();
  if (auto Proto = T->getAs<FunctionProtoType>())
    return CodeGen::arrangeFreeFunctionType(CGM, Proto);
  return CodeGen::arrangeFreeFunctionType(CGM, T->getAs<FunctionNoProtoType>());
}

// The parameters as the ABI counts them: pass_object_size adds a hidden one.
static llvm::SmallVector<int, 8> abiParameters(const FunctionDecl *FD) {
  llvm::SmallVector<int, 8> Params;
  for (unsigned I = 0; I < FD->getNumParams(); ++I) {
    Params.push_back(I);
    if (FD->getParamDecl(I)->hasAttr<PassObjectSizeAttr>())
      Params.push_back(I);
  }
  return Params;
}

ArgumentMap mapArguments(CodeGenerator &Generator, const FunctionDecl *FD,
                         const llvm::Function &F) {
  const CGFunctionInfo &Info = functionInfo(Generator.CGM(), FD);
  llvm::SmallVector<int, 8> Params = abiParameters(FD);
  ArgumentMap Map;
  const ABIArgInfo &Result = Info.getReturnInfo();
  if (Result.isIndirect()) {
    Map.Params.push_back(CE_ARG_SRET);
    Map.Copied.push_back(0);
  }
  if (Info.arg_size() != Params.size())
    return {};
  unsigned Index = 0;
  for (const CodeGen::CGFunctionInfoArgInfo &Arg : Info.arguments()) {
    int Param = Params[Index++];
    unsigned Count = countIRArguments(Arg.info, Arg.type, FD->getASTContext());
    Count += Arg.info.getPaddingType() ? 1 : 0;
    bool Copy = Arg.info.isIndirect() || Arg.info.isIndirectAliased();
    Map.Params.append(Count, Param);
    Map.Copied.append(
        Count,
        Copy ? FD->getASTContext().getTypeSizeInChars(Arg.type).getQuantity()
             : 0);
  }
  if (Map.Params.size() != F.arg_size())
    return {};
  return Map;
}

} // namespace cgoescape
