#include "codegen.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclGroup.h"
#include "clang/CodeGen/ModuleBuilder.h"
#include "clang/Frontend/CompilerInstance.h"

using namespace clang;

namespace cgoescape {

PrivateModule::PrivateModule(CompilerInstance &CI) : CI(CI) {}
PrivateModule::~PrivateModule() = default;

// Fresh options, not a copy: the user's may ask for coverage or profiles, whose
// side tables we do not have. What is copied changes the meaning of the code.
static void setOptions(CodeGenOptions &To, const CodeGenOptions &User,
                       llvm::StringRef Directory) {
  To.MainFileName = User.MainFileName;
  To.RelaxedAliasing = User.RelaxedAliasing;
  To.StructPathTBAA = true; // lower_member.c
  To.RelocationModel = User.RelocationModel;
  To.NoCommon = User.NoCommon;
  // Not the user's, which may be "." for reproducible builds.
  To.DebugCompilationDir = Directory.str();
  To.setDebugInfo(llvm::codegenoptions::FullDebugInfo);
  To.DebugColumnInfo = true;
  // At 0 functions would be optnone and extern inline ones have no body.
  To.OptimizationLevel = 1;
  To.DisableO0ImplyOptNone = true;
  To.DisableLifetimeMarkers = true;
  To.DiscardValueNames = true; // variables are known by their debug records
}

static void feed(CodeGenerator &Generator, ASTContext &AST) {
  for (Decl *D : AST.getTranslationUnitDecl()->decls()) {
    Generator.HandleTopLevelDecl(DeclGroupRef(D));
    auto *V = dyn_cast<VarDecl>(D);
    if (V &&
        V->isThisDeclarationADefinition() == VarDecl::TentativeDefinition &&
        V->getActingDefinition() == V)
      Generator.CompleteTentativeDefinition(V);
  }
  Generator.HandleTranslationUnit(AST);
}

llvm::Module *PrivateModule::generate(ASTContext &AST, llvm::StringRef MainFile,
                                      llvm::StringRef Directory) {
  setOptions(Options, CI.getCodeGenOpts(), Directory);
  Context.setDiscardValueNames(true);
  // The user's own code generation gives all diagnostics once already.
  Diags = std::make_unique<DiagnosticsEngine>(
      CI.getDiagnostics().getDiagnosticIDs(), CI.getDiagnosticOpts(),
      new IgnoringDiagConsumer);
  Diags->setSourceManager(&CI.getSourceManager());
  Generator = CreateLLVMCodeGen(*Diags, MainFile, CI.getVirtualFileSystemPtr(),
                                CI.getHeaderSearchOpts(),
                                CI.getPreprocessorOpts(), Options, Context);
  Generator->Initialize(AST);
  feed(*Generator, AST);
  return Generator->GetModule();
}

} // namespace cgoescape
