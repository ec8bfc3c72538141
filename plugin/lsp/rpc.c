#include "lsp/rpc.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"

json_t *rpc_notification(const char *method, json_t *params)
{
	return json_pack("{s:s,s:s,s:o}", "jsonrpc", "2.0", "method", method, "params", params);
}

json_t *rpc_request(const char *id, const char *method, json_t *params)
{
	json_t *m = json_pack("{s:s,s:s,s:s}", "jsonrpc", "2.0", "id", id, "method", method);

	if (params)
		json_object_set_new(m, "params", params);
	return m;
}

json_t *rpc_result(json_t *id, json_t *result)
{
	return json_pack("{s:s,s:o,s:o}", "jsonrpc", "2.0", "id", id ? id : json_null(), "result",
	                 result ? result : json_null());
}

json_t *rpc_error(json_t *id, int code, const char *text)
{
	return json_pack("{s:s,s:o,s:{s:i,s:s}}", "jsonrpc", "2.0", "id", id ? id : json_null(), "error",
	                 "code", code, "message", text);
}

ce_frame rpc_frame(json_t *message)
{
	char *text = json_dumps(message, JSON_COMPACT | JSON_PRESERVE_ORDER);
	ce_frame f;

	if (!text)
		ce_fatal("out of memory");
	f = ce_frame_make(text, strlen(text));
	free(text);
	json_decref(message);
	return f;
}

json_t *rpc_parse(ce_frame f, rpc_view *view)
{
	/* Strings of LSP may hold U+0000: the texts of binary files do. */
	json_t *m = json_loadb(f.bytes + f.content, f.n - f.content, JSON_ALLOW_NUL, NULL);

	*view = (rpc_view){0};
	if (!json_is_object(m)) {
		json_decref(m);
		return NULL;
	}
	view->method = json_string_value(json_object_get(m, "method"));
	view->id = json_object_get(m, "id");
	view->params = json_object_get(m, "params");
	return m;
}

enum { PEEK = 256 };

json_t *rpc_peek_result(ce_frame f)
{
	static const char before[] = "{\"id\":", after[] = ",\"jsonrpc\":\"2.0\",\"result\":";
	const char *text = f.bytes + f.content, *comma;
	size_t n = f.n - f.content;

	if (n < sizeof before || memcmp(text, before, sizeof before - 1) != 0)
		return NULL;
	text += sizeof before - 1;
	n -= sizeof before - 1;
	comma = memmem(text, n < PEEK ? n : PEEK, after, sizeof after - 1);
	if (!comma)
		return NULL;
	return json_loadb(text, (size_t)(comma - text), JSON_DECODE_ANY, NULL);
}

json_t *rpc_get(const json_t *o, ...)
{
	va_list ap;
	const char *name;

	va_start(ap, o);
	while (o && (name = va_arg(ap, const char *)))
		o = json_object_get(o, name);
	va_end(ap);
	return (json_t *)o;
}

const char *rpc_text(const json_t *o, const char *name)
{
	return json_string_value(json_object_get(o, name));
}

bool rpc_flag(const json_t *o, const char *name, bool otherwise)
{
	json_t *value = json_object_get(o, name);

	return json_is_boolean(value) ? json_is_true(value) : otherwise;
}
