//===- action.h - The front-end action: one unit through the pipeline -*- C++
//-*-//
#ifndef CGOESCAPE_ACTION_H
#define CGOESCAPE_ACTION_H

#include "pass.h"
#include "clang/Frontend/FrontendAction.h"

namespace cgoescape {

/// Runs beside whatever the compiler was asked to do, also -fsyntax-only.
class EscapeAction : public clang::PluginASTAction {
public:
  EscapeAction() : Options(makeOptions()) {}

  std::unique_ptr<clang::ASTConsumer>
  CreateASTConsumer(clang::CompilerInstance &CI,
                    llvm::StringRef InFile) override;
  bool ParseArgs(const clang::CompilerInstance &CI,
                 const std::vector<std::string> &Args) override;
  // Before, not after: -clear-ast-before-backend stays in force.
  ActionType getActionType() override { return AddBeforeMainAction; }

private:
  OptionsPtr Options;
};

} // namespace cgoescape
#endif
