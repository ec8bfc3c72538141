//===- check_pass.h - The key "check" in the user's pipeline -*- C++ -*-------//
#ifndef CGOESCAPE_CHECK_PASS_H
#define CGOESCAPE_CHECK_PASS_H

#include "check/check.h"
#include <memory>

namespace clang {
class CompilerInstance;
} // namespace clang

namespace cgoescape {

/// A plan with an owner; never null.
using PlanPtr = std::shared_ptr<ce_check_plan>;

/// Have the plan carried out by the user's own pipeline, which comes after all
/// front-end consumers: it is made by then, or stays empty.
PlanPtr addCheckPasses(clang::CompilerInstance &CI);

} // namespace cgoescape
#endif
