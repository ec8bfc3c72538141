/* <setjmp.h>.
 * Assumed: a jump buffer holds registers, no pointer anyone may take out again; longjmp does not return. That
 * code between a setjmp and its longjmp may be left early is the engine's business, not the model's. */
#include "model.h"

MODEL_NOTHING(int, setjmp, (void *env))
MODEL_NOTHING(int, _setjmp, (void *env))
MODEL_NOTHING(int, sigsetjmp, (void *env, int save))
MODEL_NOTHING(int, __sigsetjmp, (void *env, int save))
MODEL_NO_RETURN(longjmp, (void *env, int value))
MODEL_NO_RETURN(_longjmp, (void *env, int value))
MODEL_NO_RETURN(siglongjmp, (void *env, int value))
MODEL_NO_RETURN(__longjmp_chk, (void *env, int value))
