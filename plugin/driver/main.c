/*
 * main.c - the command line, and the subcommand it asks for.
 */
#include "driver/options.h"

int main(int argc, char **argv)
{
	ce_args a = {.project = ".", .timeout = 300, .memory = 4096};
	int status;
	const ce_subcommand *sub = ce_args_parse(&a, argc, argv, &status);

	if (sub)
		status = sub->run(&a);
	ce_args_free(&a);
	return status;
}
