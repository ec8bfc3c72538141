#include "action.h"

#include "boundary.h"
#include "boundary/cgo_names.h"
#include "boundary/source_dump.h"
#include "check_pass.h"
#include "codegen.h"
#include "diagnostics.h"
#include "guard.h"
#include "struct_scope.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "llvm/Support/BuryPointer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <cstdlib>

using namespace clang;

namespace cgoescape {

static std::string compilationDirectory(CompilerInstance &CI) {
  llvm::SmallString<256> Dir(CI.getFileSystemOpts().WorkingDir);
  CI.getVirtualFileSystem().makeAbsolute(Dir);
  llvm::sys::path::remove_dots(Dir);
  return Dir.str().str();
}

// The first -I that the predicate holds for, or "".
template <typename Predicate>
static std::string findIncludeDir(const CompilerInstance &CI, Predicate P) {
  for (const auto &E : CI.getHeaderSearchOpts().UserEntries)
    if (E.Group == frontend::Angled && P(E.Path))
      return E.Path;
  return "";
}

// go build passes its work folder, with all that cgo generated, to every C file
// of a cgo package.
static std::string cgoDirectory(CompilerInstance &CI) {
  return findIncludeDir(CI, [&](const std::string &Dir) {
    llvm::SmallString<256> Header(Dir);
    llvm::sys::path::append(Header, "_cgo_export.h");
    return CI.getVirtualFileSystem().exists(Header);
  });
}

// The standard library has C too, and its builders take any output for failure.
static bool isGoStandardLibrary(const CompilerInstance &CI) {
  const auto &Prefixes = CI.getCodeGenOpts().DebugPrefixMap;
  return llvm::any_of(Prefixes,
                      [](const auto &P) {
                        return ce_cgo_is_goroot_mark(P.second.c_str());
                      }) ||
         !findIncludeDir(CI, [](const std::string &Dir) {
            return ce_cgo_is_runtime_dir(Dir.c_str());
          }).empty();
}

static bool isPlainC(const LangOptions &Lang) {
  return !Lang.CPlusPlus && !Lang.ObjC && !Lang.OpenCL && !Lang.CUDA &&
         !Lang.HLSL;
}

namespace {

class EscapeConsumer : public ASTConsumer {
public:
  EscapeConsumer(CompilerInstance &CI, llvm::StringRef InFile,
                 OptionsPtr Options)
      : CI(CI), MainFile(InFile), Directory(compilationDirectory(CI)),
        Options(std::move(Options)),
        Included(watchIncludes(CI.getPreprocessor())) {
    if (this->Options->check)
      Plan = addCheckPasses(CI);
  }

  void HandleTranslationUnit(ASTContext &AST) override;

private:
  const char *whyNot(const ASTContext &AST) const;
  bool analyse(ASTContext &AST);
  void say(DiagnosticsEngine::Level Level, const std::string &Text);

  CompilerInstance &CI;
  std::string MainFile, Directory;
  OptionsPtr Options;
  std::shared_ptr<Includes> Included;
  PlanPtr Plan; // of the key "check"; else null
};

} // namespace

void EscapeConsumer::say(DiagnosticsEngine::Level Level,
                         const std::string &Text) {
  DiagnosticsEngine &Diags = CI.getDiagnostics();
  unsigned ID = Level == DiagnosticsEngine::Warning
                    ? Diags.getCustomDiagID(DiagnosticsEngine::Warning, "%0")
                    : Diags.getCustomDiagID(DiagnosticsEngine::Remark, "%0");
  if (Level != DiagnosticsEngine::Warning || !Diags.getIgnoreAllWarnings())
    Diags.Report(ID) << Text;
}

// Why a unit is left alone, or null.
const char *EscapeConsumer::whyNot(const ASTContext &AST) const {
  if (CI.getDiagnostics().hasErrorOccurred())
    return "it has errors";
  if (!isPlainC(AST.getLangOpts()))
    return "it is not C";
  if (AST.TUKind != TU_Complete)
    return "it is a header to be precompiled";
  return nullptr;
}

// False if Clang could not generate code.
bool EscapeConsumer::analyse(ASTContext &AST) {
  auto Private = std::make_unique<PrivateModule>(CI);
  llvm::Module *M = Private->generate(AST, MainFile, Directory);
  if (!M)
    return false;
  PlaceMap Places(AST.getSourceManager(), Directory);
  SourceModel Model(AST, Places, MainFile, Directory);
  Model.collect(Private->generator(), *M, cgoDirectory(CI), *Included,
                CI.getCodeGenOpts().RelaxedAliasing);
  if (Options->dump && llvm::StringRef(Options->dump) == "boundary")
    ce_source_dump(Model.source(), stdout);
  DiagnosticReporter Reporter(CI.getDiagnostics(), Places, *Options);
  // A failed output has been reported; it is no reason to fail the compile.
  runPipeline(*M, Model.source(), *Options, Reporter.reporter(), Plan.get());
  // Taking a large module apart takes time. A process that is to end soon need
  // not; before the user's own back end the memory is worth more.
  const FrontendOptions &Front = CI.getFrontendOpts();
  if (Front.DisableFree && Front.ProgramAction == frontend::ParseSyntaxOnly)
    llvm::BuryPointer(std::move(Private));
  return true;
}

void EscapeConsumer::HandleTranslationUnit(ASTContext &AST) {
  if (const char *Reason = whyNot(AST)) {
    if (Options->verbose)
      say(DiagnosticsEngine::Remark,
          "cgoescape: " + MainFile + " is not analysed: " + Reason);
    return;
  }
  // Outside of what may crash, so that the user's options come back.
  NoSanitizers Guard(CI.getLangOpts());
  bool Done = false;
  if (!runGuarded([&] { Done = analyse(AST); }))
    Done = false;
  if (!Done)
    say(DiagnosticsEngine::Warning,
        "cgoescape: internal failure, unit not analysed");
}

std::unique_ptr<ASTConsumer>
EscapeAction::CreateASTConsumer(CompilerInstance &CI, llvm::StringRef InFile) {
  std::string Directory = compilationDirectory(CI);
  if (ce_cgo_is_silent_unit(InFile.str().c_str(), Directory.c_str()) ||
      isGoStandardLibrary(CI))
    return std::make_unique<ASTConsumer>();
  return std::make_unique<EscapeConsumer>(CI, InFile, Options);
}

bool EscapeAction::ParseArgs(const CompilerInstance &CI,
                             const std::vector<std::string> &Args) {
  for (const std::string &Arg : Args) {
    char *Error = nullptr;
    if (ce_options_set(Options.get(), Arg.c_str(), &Error))
      continue;
    DiagnosticsEngine &Diags = CI.getDiagnostics();
    Diags.Report(
        Diags.getCustomDiagID(DiagnosticsEngine::Error, "cgoescape: %0"))
        << (Error ? Error : "out of memory");
    free(Error);
    return false;
  }
  return true;
}

} // namespace cgoescape
