#include "lower/lowering.h"

void ce_lower_transient(ce_body *b)
{
	(void)b;
}
