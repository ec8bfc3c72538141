#include "pass.h"

#include "lower/lower.h"
#include "prepare.h"
#include "llvm-c/Core.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/PassInstrumentation.h"

using namespace llvm;

namespace cgoescape {

OptionsPtr makeOptions() {
  return OptionsPtr(new ce_options(), [](ce_options *O) {
    ce_options_clear(O);
    delete O;
  });
}

PreservedAnalyses EscapePass::run(Module &M, ModuleAnalysisManager &) {
  Status = ce_plugin_run(wrap(&M), /*run_passes=*/false, Source, &Options,
                         &Reporter, Plan);
  return PreservedAnalyses::all();
}

namespace {
struct PreparePass : PassInfoMixin<PreparePass> {
  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    ce_prepare_intrinsics(wrap(&M));
    ce_lower_note_members(wrap(&M));
    ce_lower_note_arrays(wrap(&M));
    ce_prepare_module(wrap(&M));
    return PreservedAnalyses::none();
  }
  static bool isRequired() { return true; }
};
} // namespace

int runPipeline(Module &M, const ce_source *Source, const ce_options &Options,
                const ce_reporter &Reporter, ce_check_plan *Plan) {
  int Status = 0;
  ModulePassManager Passes;
  Passes.addPass(PreparePass());
  Passes.addPass(EscapePass(Source, Options, Reporter, Plan, Status));
  // All that a pass manager itself asks for; neither pass uses an analysis.
  ModuleAnalysisManager Analyses;
  Analyses.registerPass([] { return PassInstrumentationAnalysis(); });
  Passes.run(M, Analyses);
  return Status;
}

} // namespace cgoescape
