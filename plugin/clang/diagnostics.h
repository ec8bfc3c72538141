//===- diagnostics.h - The engine's messages as the compiler's -*- C++ -*-----//
#ifndef CGOESCAPE_DIAGNOSTICS_H
#define CGOESCAPE_DIAGNOSTICS_H

#include "cgoescape/plugin.h"
#include "places.h"
#include "clang/Basic/Diagnostic.h"

namespace cgoescape {

/// A ce_reporter that speaks through a DiagnosticsEngine, so that messages get
/// carets, colours, SARIF and -verify like any other.
///
/// Remarks are shown without -R and are never errors. Clang applies neither -w
/// nor -Werror to a plugin's own warnings; -w is honoured here.
class DiagnosticReporter {
public:
  DiagnosticReporter(clang::DiagnosticsEngine &Diags, PlaceMap &Places,
                     const ce_options &Options)
      : Diags(Diags), Places(Places), Options(Options) {}

  ce_reporter reporter();

private:
  void report(ce_severity Severity, ce_loc Loc, llvm::StringRef Text);
  bool isHidden(ce_severity Severity) const;

  clang::DiagnosticsEngine &Diags;
  PlaceMap &Places;
  const ce_options &Options;
  bool LastHidden = false; // notes share the fate of what they explain
};

} // namespace cgoescape
#endif
