#include "shim.h"

#include "llvm-c/Core.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/Attributes.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/DebugProgramInstruction.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"
#include "llvm/Support/ModRef.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"
#include "llvm/Transforms/Utils/PromoteMemToReg.h"

using namespace llvm;

static const char *give(StringRef Text, size_t *Length) {
  *Length = Text.size();
  return Text.empty() ? "" : Text.data();
}

unsigned ce_shim_di_variable_arg(LLVMMetadataRef Variable) {
  auto *V = dyn_cast_or_null<DILocalVariable>(unwrap(Variable));
  return V ? V->getArg() : 0;
}

const char *ce_shim_di_variable_name(LLVMMetadataRef Variable, size_t *Length) {
  auto *V = dyn_cast_or_null<DIVariable>(unwrap(Variable));
  return give(V ? V->getName() : StringRef(), Length);
}

// The type behind qualifiers and names; none behind those of integers that are
// meant for pointers.
static const DIType *plain(const DIType *T) {
  while (auto *D = dyn_cast_or_null<DIDerivedType>(T)) {
    if (D->getName() == "uintptr_t" || D->getName() == "intptr_t")
      return nullptr;
    if (!is_contained({dwarf::DW_TAG_const_type, dwarf::DW_TAG_volatile_type,
                       dwarf::DW_TAG_atomic_type, dwarf::DW_TAG_restrict_type,
                       dwarf::DW_TAG_typedef, dwarf::DW_TAG_member},
                      D->getTag()))
      break;
    T = D->getBaseType();
  }
  return T;
}

static const DICompositeType *arrayOfBytes(const DIType *T) {
  auto *Array = dyn_cast_or_null<DICompositeType>(T);
  if (!Array || Array->getTag() != dwarf::DW_TAG_array_type)
    return nullptr;
  const DIType *Element = plain(Array->getBaseType());
  return isa_and_nonnull<DIBasicType>(Element) && Element->getSizeInBits() <= 8
             ? Array
             : nullptr;
}

static bool isData(const DIType *T) {
  T = plain(T);
  if (isa_and_nonnull<DIBasicType>(T))
    return true;
  if (auto *D = dyn_cast_or_null<DIDerivedType>(T))
    return D->getTag() == dwarf::DW_TAG_pointer_type &&
           isa_and_nonnull<DIBasicType>(plain(D->getBaseType()));
  auto *C = dyn_cast_or_null<DICompositeType>(T);
  if (!C || C->isForwardDecl())
    return false;
  if (C->getTag() == dwarf::DW_TAG_enumeration_type)
    return true;
  if (C->getTag() == dwarf::DW_TAG_array_type)
    return !arrayOfBytes(C) && isData(C->getBaseType());
  return C->getTag() == dwarf::DW_TAG_structure_type &&
         all_of(C->getElements(), [](const DINode *Element) {
           auto *Member = dyn_cast<DIDerivedType>(Element);
           return Member && isData(Member);
         });
}

bool ce_shim_di_is_data(LLVMMetadataRef Variable) {
  auto *V = dyn_cast_or_null<DIVariable>(unwrap(Variable));
  return V && isData(V->getType());
}

bool ce_shim_di_is_bytes(LLVMMetadataRef Variable) {
  auto *V = dyn_cast_or_null<DIVariable>(unwrap(Variable));
  return V && arrayOfBytes(plain(V->getType()));
}

const char *ce_shim_subprogram_name(LLVMMetadataRef Subprogram,
                                    size_t *Length) {
  auto *S = dyn_cast_or_null<DISubprogram>(unwrap(Subprogram));
  return give(S ? S->getName() : StringRef(), Length);
}

const char *ce_shim_subprogram_linkage_name(LLVMMetadataRef Subprogram,
                                            size_t *Length) {
  auto *S = dyn_cast_or_null<DISubprogram>(unwrap(Subprogram));
  return give(S ? S->getLinkageName() : StringRef(), Length);
}

int ce_shim_captures(LLVMAttributeRef Attr, unsigned *Other, unsigned *Ret) {
  Attribute A = unwrap(Attr);
  if (!A.isValid() || !A.hasAttribute(Attribute::Captures))
    return 0;
  CaptureInfo Info = A.getCaptureInfo();
  *Other = static_cast<unsigned>(Info.getOtherComponents());
  *Ret = static_cast<unsigned>(Info.getRetComponents());
  return 1;
}

bool ce_shim_is_label_record(LLVMDbgRecordRef Record) {
  return isa<DbgLabelRecord>(unwrap(Record));
}

bool ce_shim_gep_accumulate(LLVMValueRef Gep, LLVMModuleRef M,
                            int64_t *Offset) {
  auto *G = dyn_cast<GEPOperator>(unwrap(Gep));
  // A vector of pointers has no single offset.
  if (!G || !G->getType()->isPointerTy())
    return false;
  const DataLayout &DL = unwrap(M)->getDataLayout();
  APInt Sum(DL.getIndexTypeSizeInBits(G->getType()), 0);
  if (!G->accumulateConstantOffset(DL, Sum) || !Sum.isSignedIntN(64))
    return false;
  *Offset = Sum.getSExtValue();
  return true;
}

bool ce_shim_only_reads(LLVMValueRef Value) {
  if (auto *F = dyn_cast<Function>(unwrap(Value)))
    return F->onlyReadsMemory();
  auto *Call = dyn_cast<CallBase>(unwrap(Value));
  return Call && Call->onlyReadsMemory();
}

uint64_t ce_shim_sret_size(LLVMValueRef F, unsigned Arg, LLVMModuleRef M) {
  Type *T = unwrap<Function>(F)->getParamStructRetType(Arg);
  return T ? unwrap(M)->getDataLayout().getTypeAllocSize(T).getFixedValue() : 0;
}

LLVMMetadataRef ce_shim_line_zero(LLVMValueRef F) {
  DISubprogram *S = unwrap<Function>(F)->getSubprogram();
  return S ? wrap(DILocation::get(S->getContext(), 0, 0, S)) : nullptr;
}

// Bitcode tells by these which arguments make up which parameter.
static bool isParameter(const DbgVariableRecord &Record) {
  return Record.getVariable()->getArg() && !Record.getDebugLoc().getInlinedAt();
}

static bool staysInMemory(const DbgVariableRecord &Record) {
  if (!Record.isDbgDeclare())
    return false;
  auto *Variable =
      dyn_cast_or_null<AllocaInst>(Record.getVariableLocationOp(0));
  return Variable && !isAllocaPromotable(Variable);
}

static size_t countRecords(Function &F) {
  size_t Count = 0;
  for (Instruction &I : instructions(F))
    for ([[maybe_unused]] DbgRecord &Record : I.getDbgRecordRange())
      Count++;
  return Count;
}

bool ce_shim_tidy_many_variables(LLVMValueRef F, size_t Most) {
  SmallVector<DbgVariableRecord *> Records;
  if (countRecords(*unwrap<Function>(F)) <= Most) // most functions, at a glance
    return false;
  for (Instruction &I : instructions(unwrap<Function>(F)))
    for (DbgVariableRecord &Record : filterDbgVars(I.getDbgRecordRange()))
      if (!isParameter(Record))
        Records.push_back(&Record);
  if (Records.size() <= Most)
    return false;
  BasicBlock &Entry = unwrap<Function>(F)->getEntryBlock();
  for (DbgVariableRecord *Record : Records) {
    if (!staysInMemory(*Record)) {
      Record->eraseFromParent();
      continue;
    }
    Record->removeFromParent();
    Entry.insertDbgRecordBefore(Record, Entry.getTerminator()->getIterator());
  }
  return true;
}

LLVMValueRef ce_shim_seldom(LLVMValueRef Condition, LLVMValueRef Before) {
  auto *At = unwrap<Instruction>(Before);
  MDNode *Weights = MDBuilder(At->getContext()).createUnlikelyBranchWeights();
  return wrap(SplitBlockAndInsertIfThen(unwrap(Condition), At->getIterator(),
                                        /*Unreachable=*/false, Weights));
}

void ce_shim_run_at_load(LLVMModuleRef M, LLVMValueRef Load,
                         LLVMValueRef Unload, int Priority) {
  appendToGlobalCtors(*unwrap(M), unwrap<Function>(Load), Priority);
  appendToGlobalDtors(*unwrap(M), unwrap<Function>(Unload), Priority);
}

bool ce_shim_same_system(LLVMModuleRef A, LLVMModuleRef B) {
  const Triple &X = unwrap(A)->getTargetTriple();
  const Triple &Y = unwrap(B)->getTargetTriple();
  return X.getArch() == Y.getArch() && X.getOS() == Y.getOS() &&
         X.getEnvironment() == Y.getEnvironment() &&
         unwrap(A)->getDataLayout() == unwrap(B)->getDataLayout();
}

void ce_shim_drop_module_facts(LLVMModuleRef M) {
  for (const char *Name : {"llvm.module.flags", "llvm.ident"})
    if (NamedMDNode *Facts = unwrap(M)->getNamedMetadata(Name))
      unwrap(M)->eraseNamedMetadata(Facts);
}
