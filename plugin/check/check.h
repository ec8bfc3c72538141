/*
 * check.h - the key "check": which functions are looked at when the program runs,
 * and the code that does it.
 *
 * The plan is made of the verdicts of the unit, on the private module; it is
 * carried out later on the user's own module, at the start of the pipeline. That
 * is the one deliberate change of the user's object.
 */
#ifndef CE_CHECK_H
#define CE_CHECK_H

#include "cgoescape/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

struct LLVMOpaqueModule; /* LLVMModuleRef points to it */

typedef struct ce_check_plan ce_check_plan;

/** An empty plan: there is nothing to carry out until the unit was analysed. */
ce_check_plan *ce_check_plan_new(void);
void ce_check_plan_free(ce_check_plan *plan); /* NULL allowed */

/** Whether there is something to carry out. */
bool ce_check_is_wanted(const ce_check_plan *plan);

/**
 * Carry a plan out on a copy of the user's module, for whatever may go wrong.
 *
 * @retval false  *error says why it must not be done; the caller frees it
 */
bool ce_check_rehearse(struct LLVMOpaqueModule *module, const ce_check_plan *plan, char **error);

/** Carry a rehearsed plan out, before the module is optimised: calls into the
 * runtime are declared and made. */
void ce_check_module(struct LLVMOpaqueModule *module, const ce_check_plan *plan);

/** Link the runtime, which is optimised already, into a module that was instrumented;
 * nothing is done where the program is linked with the runtime's library.
 * @retval false  as above */
bool ce_check_embed(struct LLVMOpaqueModule *module, const ce_check_plan *plan, char **error);

#ifdef __cplusplus
}
#endif
#endif
