#include "diagnostics.h"

using namespace clang;
using namespace llvm;

namespace cgoescape {

// Text goes in as an argument: it may hold '%'.
static unsigned diagnosticID(DiagnosticsEngine &Diags, ce_severity Severity) {
  switch (Severity) {
  case CE_REMARK:
    return Diags.getCustomDiagID(DiagnosticsEngine::Remark, "%0");
  case CE_WARNING:
    return Diags.getCustomDiagID(DiagnosticsEngine::Warning, "%0");
  case CE_NOTE:
    break;
  }
  return Diags.getCustomDiagID(DiagnosticsEngine::Note, "%0");
}

static std::string prefixed(ce_loc Loc, StringRef Text) {
  std::string Place = Loc.file ? std::string(Loc.file) + ":" : "";
  if (Loc.file && Loc.line)
    Place += std::to_string(Loc.line) + ":";
  if (Loc.file && Loc.line && Loc.col)
    Place += std::to_string(Loc.col) + ":";
  return Place.empty() ? Text.str() : Place + " " + Text.str();
}

bool DiagnosticReporter::isHidden(ce_severity Severity) const {
  switch (Severity) {
  case CE_REMARK:
    return Options.quiet;
  case CE_WARNING:
    return Diags.getIgnoreAllWarnings();
  case CE_NOTE:
    break;
  }
  return LastHidden;
}

void DiagnosticReporter::report(ce_severity Severity, ce_loc Loc,
                                StringRef Text) {
  LastHidden = isHidden(Severity);
  if (LastHidden)
    return;
  unsigned ID = diagnosticID(Diags, Severity);
  auto Found = Places.find(Loc.file ? Loc.file : "", Loc.line, Loc.col);
  if (!Found.empty())
    Diags.Report(Found.front(), ID) << Text;
  else
    Diags.Report(ID) << prefixed(Loc, Text);
}

ce_reporter DiagnosticReporter::reporter() {
  auto Message = [](void *Ctx, ce_severity Severity, ce_loc Loc,
                    const char *Text) {
    static_cast<DiagnosticReporter *>(Ctx)->report(Severity, Loc, Text);
  };
  return {Message, this, isHidden(CE_WARNING)};
}

} // namespace cgoescape
