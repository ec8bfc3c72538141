/*
 * completion.c - the tables as completions of bash, zsh and fish.
 */
#include <string.h>

#include "driver/options.h"

/* "a|b" as "a b". */
static void add_words(ce_buf *b, const char *words)
{
	for (; *words; words++)
		ce_buf_addc(b, *words == '|' ? ' ' : *words);
}

static bool is_folder(const ce_option *o)
{
	return o->arg && strncmp(o->arg, "DIR", 3) == 0;
}

static bool is_file(const ce_option *o)
{
	return o->arg && strncmp(o->arg, "FILE", 4) == 0;
}

/* ---- bash -------------------------------------------------------------------------------- */

/* "scan:-p|scan:--project": one name may mean something else in another subcommand. */
static void bash_pattern(ce_buf *out, const ce_option *o)
{
	size_t n;
	const ce_subcommand *subs = ce_subcommands(&n);
	const char *before = "";

	for (size_t i = 0; i < n; i++) {
		if (!(o->subs & subs[i].bit))
			continue;
		if (o->letter) {
			ce_buf_addf(out, "%s%s:-%c", before, subs[i].name, o->letter);
			before = "|";
		}
		if (o->name) {
			ce_buf_addf(out, "%s%s:--%s", before, subs[i].name, o->name);
			before = "|";
		}
	}
}

static void bash_values(ce_buf *out)
{
	size_t n;
	const ce_option *o = ce_options_table(&n);

	for (size_t i = 0; i < n; i++) {
		if (!o[i].arg)
			continue;
		ce_buf_addc(out, '\t');
		if (o[i].subs == (uint32_t)SUB_ALL)
			ce_buf_addf(out, "*:--%s", o[i].name);
		else
			bash_pattern(out, &o[i]);
		ce_buf_addc(out, ')');
		if (o[i].words) {
			ce_buf_adds(out, " COMPREPLY=($(compgen -W \"");
			add_words(out, o[i].words);
			ce_buf_adds(out, "\" -- \"$cur\"))");
		} else {
			ce_buf_addf(out, " COMPREPLY=($(compgen -%c -- \"$cur\"))",
			            is_folder(&o[i]) ? 'd' : 'f');
		}
		ce_buf_adds(out, "; return ;;\n");
	}
}

static void bash_options(ce_buf *out, const ce_subcommand *s)
{
	size_t n;
	const ce_option *o = ce_options_table(&n);

	ce_buf_addf(out, "\t%s) options=\"", s->name);
	for (size_t i = 0; i < n; i++) {
		if (!(o[i].subs & s->bit))
			continue;
		if (o[i].letter)
			ce_buf_addf(out, "-%c ", o[i].letter);
		if (o[i].name)
			ce_buf_addf(out, "--%s%s ", o[i].name, o[i].arg ? "=" : "");
	}
	ce_buf_adds(out, "\" ;;\n");
}

void ce_complete_bash(ce_buf *out)
{
	size_t n;
	const ce_subcommand *subs = ce_subcommands(&n);

	ce_buf_adds(out, "# bash completion of cgoescape\n_cgoescape()\n{\n"
	                 "\tlocal cur=${COMP_WORDS[COMP_CWORD]} sub= options= word name\n"
	                 "\tfor word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
	                 "\t\tcase $word in -*) ;; *) sub=$word; break ;; esac\n\tdone\n"
	                 "\t# \"=\" divides words: --name = value\n"
	                 "\tname=${COMP_WORDS[COMP_CWORD-1]}\n"
	                 "\tif [ \"$cur\" = = ]; then cur=; "
	                 "elif [ \"$name\" = = ]; then name=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
	                 "\tcase $sub:$name in\n");
	bash_values(out);
	ce_buf_adds(out, "\tesac\n\tcase $sub in\n");
	for (size_t i = 0; i < n; i++)
		bash_options(out, &subs[i]);
	ce_buf_adds(out, "\t*) options=\"");
	for (size_t i = 0; i < n; i++)
		ce_buf_addf(out, "%s ", subs[i].name);
	ce_buf_adds(out, "--help --version\" ;;\n\tesac\n"
	                 "\tif [ -z \"$sub\" ] || [[ $cur == -* ]]; then\n"
	                 "\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
	                 "\t\t[[ ${COMPREPLY-} == *= ]] && compopt -o nospace\n"
	                 "\telse\n\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n\tfi\n}\n"
	                 "complete -o filenames -F _cgoescape cgoescape\n");
}

/* ---- zsh ---------------------------------------------------------------------------------- */

/* Inside '...[...]': quotes, brackets and colons have a meaning. */
static void add_zsh(ce_buf *b, const char *text)
{
	for (; *text; text++) {
		if (*text == '\'') {
			ce_buf_adds(b, "'\\''");
			continue;
		}
		if (strchr("[]:\\", *text))
			ce_buf_addc(b, '\\');
		ce_buf_addc(b, *text);
	}
}

static void zsh_option(ce_buf *out, const ce_option *o, const char *dash, const char *name, const char *eq)
{
	ce_buf_addf(out, "\t\t\t'%s%s%s%s[", o->form == FORM_LIST ? "*" : "", dash, name, o->arg ? eq : "");
	add_zsh(out, o->what);
	ce_buf_addc(out, ']');
	if (o->arg)
		ce_buf_addf(out, ":%s:", o->arg);
	if (o->words) {
		ce_buf_addc(out, '(');
		add_words(out, o->words);
		ce_buf_addc(out, ')');
	} else if (o->arg) {
		ce_buf_adds(out, is_folder(o) ? "_files -/" : is_file(o) ? "_files" : "");
	}
	ce_buf_adds(out, "' \\\n");
}

void ce_complete_zsh(ce_buf *out)
{
	size_t nsubs, n;
	const ce_subcommand *subs = ce_subcommands(&nsubs);
	const ce_option *o = ce_options_table(&n);

	ce_buf_adds(out, "#compdef cgoescape\n_cgoescape() {\n\tlocal -a subcommands\n\tsubcommands=(\n");
	for (size_t i = 0; i < nsubs; i++) {
		ce_buf_addf(out, "\t\t'%s:", subs[i].name);
		add_zsh(out, subs[i].what);
		ce_buf_adds(out, "'\n");
	}
	ce_buf_adds(
		out,
		"\t)\n\tif (( CURRENT == 2 )); then\n\t\t_describe subcommand subcommands\n\t\treturn\n\tfi\n"
		"\tlocal sub=$words[2]\n\tshift words\n\t(( CURRENT-- ))\n\tcase $sub in\n");
	for (size_t i = 0; i < nsubs; i++) {
		ce_buf_addf(out, "\t%s)\n\t\t_arguments -S \\\n", subs[i].name);
		for (size_t k = 0; k < n; k++) {
			char letter[2] = {o[k].letter, 0};

			if (!(o[k].subs & subs[i].bit))
				continue;
			if (o[k].letter)
				zsh_option(out, &o[k], "-", letter, "+");
			if (o[k].name)
				zsh_option(out, &o[k], "--", o[k].name, "=");
		}
		ce_buf_adds(out, "\t\t\t'*:file:_files' ;;\n");
	}
	ce_buf_adds(out, "\tesac\n}\n_cgoescape \"$@\"\n");
}

/* ---- fish --------------------------------------------------------------------------------- */

static void add_fish(ce_buf *b, const char *text)
{
	ce_buf_addc(b, '\'');
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			ce_buf_addc(b, '\\');
		ce_buf_addc(b, *text);
	}
	ce_buf_addc(b, '\'');
}

static void fish_option(ce_buf *out, const ce_subcommand *s, const ce_option *o)
{
	ce_buf_addf(out, "complete -c cgoescape -n '__fish_seen_subcommand_from %s'", s->name);
	if (o->letter)
		ce_buf_addf(out, " -s %c", o->letter);
	if (o->name)
		ce_buf_addf(out, " -l %s", o->name);
	if (o->words) {
		ce_buf_adds(out, " -xa '");
		add_words(out, o->words);
		ce_buf_addc(out, '\'');
	} else if (is_folder(o)) {
		ce_buf_adds(out, " -xa '(__fish_complete_directories)'");
	} else if (o->arg) {
		ce_buf_adds(out, is_file(o) ? " -rF" : " -x");
	}
	ce_buf_adds(out, " -d ");
	add_fish(out, o->what);
	ce_buf_addc(out, '\n');
}

void ce_complete_fish(ce_buf *out)
{
	size_t nsubs, n;
	const ce_subcommand *subs = ce_subcommands(&nsubs);
	const ce_option *o = ce_options_table(&n);

	for (size_t i = 0; i < nsubs; i++) {
		ce_buf_addf(out, "complete -c cgoescape -f -n __fish_use_subcommand -a %s -d ", subs[i].name);
		add_fish(out, subs[i].what);
		ce_buf_addc(out, '\n');
	}
	for (size_t i = 0; i < nsubs; i++)
		for (size_t k = 0; k < n; k++)
			if (o[k].subs & subs[i].bit)
				fish_option(out, &subs[i], &o[k]);
}
