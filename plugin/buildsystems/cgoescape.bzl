"""Escape analysis as actions of a Bazel build (docs/buildsystems.md).

    load("//tools:cgoescape.bzl", "cgoescape_report")
    cgoescape_report(name = "escapes", deps = [":library", ":program"])

An aspect makes a summary of each C source of the targets and what they depend on; the rule links them to one facts
table. Summaries are cached and distributed as all actions are.
"""

CgoescapeInfo = provider("Unit summaries of a target and its dependencies.", fields = {"summaries": "depset of .esc files"})

def _flags(context, copts):
    words = list(copts)
    for define in context.defines.to_list() + context.local_defines.to_list():
        words.append("-D" + define)
    for folder in context.includes.to_list():
        words += ["-I", folder]
    for folder in context.quote_includes.to_list():
        words += ["-iquote", folder]
    for folder in context.system_includes.to_list() + getattr(context, "external_includes", depset()).to_list():
        words += ["-isystem", folder]
    return words

def _sources(ctx):
    files = []
    for source in getattr(ctx.rule.attr, "srcs", []):
        files += [f for f in source.files.to_list() if f.extension == "c"]
    return files

def _aspect_impl(target, ctx):
    below = [dep[CgoescapeInfo].summaries for dep in getattr(ctx.rule.attr, "deps", []) if CgoescapeInfo in dep]
    own = []
    if CcInfo in target:
        context = target[CcInfo].compilation_context
        for source in _sources(ctx):
            out = ctx.actions.declare_file("_cgoescape/%s/%s.esc" % (ctx.label.name, source.short_path.replace("../", "")))
            ctx.actions.run(
                outputs = [out],
                inputs = depset([source] + ctx.files._plugin, transitive = [context.headers]),
                executable = ctx.executable._cgoescape,
                arguments = ["unit", "-o", out.path, "--", "cc"] + _flags(context, getattr(ctx.rule.attr, "copts", [])) +
                            ["-c", source.path],
                mnemonic = "CgoescapeUnit",
                progress_message = "Summary of %s" % source.short_path,
            )
            own.append(out)
    return [CgoescapeInfo(summaries = depset(own, transitive = below))]

cgoescape_aspect = aspect(
    implementation = _aspect_impl,
    attr_aspects = ["deps"],
    attrs = {
        "_cgoescape": attr.label(default = "@cgoescape//:cgoescape", executable = True, cfg = "exec"),
        "_plugin": attr.label(default = "@cgoescape//:plugin"),
    },
    provides = [CgoescapeInfo],
)

def _report_impl(ctx):
    summaries = depset(transitive = [dep[CgoescapeInfo].summaries for dep in ctx.attr.deps])
    out = ctx.actions.declare_file(ctx.label.name + ".tsv")

    # Status 1 is findings: they are the report, no failure of the action.
    ctx.actions.run_shell(
        outputs = [out],
        inputs = depset(ctx.files._plugin, transitive = [summaries]),
        tools = [ctx.executable._cgoescape],
        command = 'out=$1; shift; "$@" > "$out" || [ $? = 1 ]',
        arguments = [out.path, ctx.executable._cgoescape.path, "link", "--format=tsv"] +
                    [f.path for f in summaries.to_list()],
        mnemonic = "CgoescapeLink",
    )
    return [DefaultInfo(files = depset([out]))]

cgoescape_report = rule(
    implementation = _report_impl,
    attrs = {
        "deps": attr.label_list(aspects = [cgoescape_aspect]),
        "_cgoescape": attr.label(default = "@cgoescape//:cgoescape", executable = True, cfg = "exec"),
        "_plugin": attr.label(default = "@cgoescape//:plugin"),
    },
)
