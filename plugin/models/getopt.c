/* <getopt.h>, getsubopt, <argp.h>: options.
 * Assumed: getopt leaves pointers to elements of argv in optarg and in its own place marker, and permutes
 * argv. The option tables are read, flags in them written. argp calls the parser functions of the tree with a
 * state that holds argv and input; on errors it leaves through exit. */
#include "model.h"

extern char *optarg;
extern int optind, opterr, optopt;
MODEL_VARIABLES(variables, &optarg, &optind, &opterr, &optopt)
static char *place;

struct option;
static int next_option(char *const argv[])
{
	char **mutable = (char **)argv;
	optarg = model_within(argv[model_any()]);
	place = model_within(argv[model_any()]);
	mutable[model_any()] = argv[model_any()];
	return model_any();
}
MODEL_RETURNS(int, getopt, (int argc, char *const argv[], const char *options), next_option(argv))
MODEL_RETURNS(int, __posix_getopt, (int argc, char *const argv[], const char *options), next_option(argv))
MODEL_RETURNS(int, getopt_long,
              (int argc, char *const argv[], const char *options, const struct option *longs, int *index),
              next_option(argv))
MODEL_RETURNS(int, getopt_long_only,
              (int argc, char *const argv[], const char *options, const struct option *longs, int *index),
              next_option(argv))

int getsubopt(char **option, char *const *tokens, char **value)
{
	*value = model_within(*option);
	*option = model_within(*option);
	return model_any();
}

/* argp */
__attribute__((noreturn)) void exit(int status);

struct argp_state;
struct argp;
struct argp_child {
	const struct argp *argp;
	int flags;
	const char *header;
	int group;
};
struct argp {
	const void *options;
	int (*parser)(int key, char *arg, struct argp_state *state);
	const char *args_doc, *doc;
	const struct argp_child *children;
	char *(*help_filter)(int key, const char *text, void *input);
	const char *argp_domain;
};
struct argp_state {
	const struct argp *root_argp;
	int argc;
	char **argv;
	int next;
	unsigned flags, arg_num;
	int quoted;
	void *input, **child_inputs, *hook;
	char *name;
	FILE *err_stream, *out_stream;
	void *pstate;
};

/* A parser gets an element of argv and the state; it may set the state's hook and the children's inputs. */
static void call_parsers(const struct argp *argp, struct argp_state *state)
{
	const struct argp *child = argp;
	while (model_any())
		child = child->children[model_any()].argp;
	if (model_any())
		state->input = state->child_inputs[model_any()];
	child->parser(model_any(), state->argv[model_any()], state);
	child->help_filter(model_any(), model_outside(), state->input);
}
int argp_parse(const struct argp *argp, int argc, char **argv, unsigned flags, int *index, void *input)
{
	struct argp_state *state = model_new();
	state->root_argp = argp;
	state->argv = argv;
	state->input = input;
	state->child_inputs = model_new();
	state->name = model_either(argv[model_any()], model_outside());
	state->err_stream = model_outside();
	state->out_stream = model_outside();
	state->pstate = model_outside();
	argv[model_any()] = argv[model_any()];
	call_parsers(argp, state);
	if (model_any())
		exit(model_any());
	return model_any();
}
static void explain(const struct argp_state *state)
{
	state->root_argp->help_filter(model_any(), model_outside(), state->input);
	if (model_any())
		exit(model_any());
}
void argp_help(const struct argp *argp, FILE *fp, unsigned flags, char *name)
{
	argp->help_filter(model_any(), model_outside(), NULL);
}
void argp_state_help(const struct argp_state *state, FILE *fp, unsigned flags)
{
	explain(state);
}
void argp_usage(const struct argp_state *state)
{
	explain(state);
}
void argp_error(const struct argp_state *state, const char *format, ...)
{
	explain(state);
}
void argp_failure(const struct argp_state *state, int status, int code, const char *format, ...)
{
	explain(state);
}
