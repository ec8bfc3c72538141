#include "check_pass.h"

#include "guard.h"
#include "clang/Frontend/CompilerInstance.h"
#include "llvm-c/Core.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include <cstdlib>

using namespace llvm;

namespace cgoescape {

static void warn(clang::DiagnosticsEngine &Diags, const char *Why) {
  if (!Diags.getIgnoreAllWarnings())
    Diags.Report(Diags.getCustomDiagID(clang::DiagnosticsEngine::Warning,
                                       "nothing is checked at run time: %0"))
        << Why;
}

static void warnAndFree(clang::DiagnosticsEngine &Diags, char *Error) {
  warn(Diags, Error ? Error : "internal failure");
  free(Error);
}

namespace {

/// Instruments the module, or, if anything goes wrong on a copy, leaves it
/// alone.
class CheckPass : public PassInfoMixin<CheckPass> {
public:
  CheckPass(clang::DiagnosticsEngine &Diags, PlanPtr Plan)
      : Diags(Diags), Plan(std::move(Plan)) {}

  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    char *Error = nullptr;
    bool Fine = false;
    if (!ce_check_is_wanted(Plan.get()))
      return PreservedAnalyses::all();
    if (!runGuarded(
            [&] { Fine = ce_check_rehearse(wrap(&M), Plan.get(), &Error); }))
      Fine = false;
    if (Fine)
      ce_check_module(wrap(&M), Plan.get());
    else
      warnAndFree(Diags, Error);
    return PreservedAnalyses::none();
  }
  static bool isRequired() { return true; }

private:
  clang::DiagnosticsEngine &Diags;
  PlanPtr Plan;
};

/// Last, for the runtime needs no optimising.
class EmbedPass : public PassInfoMixin<EmbedPass> {
public:
  EmbedPass(clang::DiagnosticsEngine &Diags, PlanPtr Plan)
      : Diags(Diags), Plan(std::move(Plan)) {}

  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    char *Error = nullptr;
    if (!ce_check_embed(wrap(&M), Plan.get(), &Error))
      warnAndFree(Diags, Error);
    return PreservedAnalyses::none();
  }
  static bool isRequired() { return true; }

private:
  clang::DiagnosticsEngine &Diags;
  PlanPtr Plan;
};

} // namespace

PlanPtr addCheckPasses(clang::CompilerInstance &CI) {
  PlanPtr Plan(ce_check_plan_new(), ce_check_plan_free);
  // Of -save-temps, too: the pipeline runs in another process.
  if (CI.getCodeGenOpts().DisableLLVMPasses)
    warn(CI.getDiagnostics(), "this compile runs no passes");
  CI.getCodeGenOpts().PassBuilderCallbacks.push_back(
      [&Diags = CI.getDiagnostics(), Plan](PassBuilder &Builder) {
        Builder.registerPipelineStartEPCallback(
            [&Diags, Plan](ModulePassManager &Passes, OptimizationLevel) {
              Passes.addPass(CheckPass(Diags, Plan));
            });
        Builder.registerOptimizerLastEPCallback(
            [&Diags, Plan](ModulePassManager &Passes, OptimizationLevel,
                           ThinOrFullLTOPhase) {
              Passes.addPass(EmbedPass(Diags, Plan));
            });
      });
  return Plan;
}

} // namespace cgoescape
