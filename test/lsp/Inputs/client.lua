-- A real client: opens a file, waits for diagnostics of cgoescape, edits, waits
-- again, asks for hover and code actions, and prints what it has.
-- CGOESCAPE_SERVER is the command line, words separated by blanks.
local function say(...) io.stdout:write(string.format(...), "\n") end
local command = vim.split(vim.env.CGOESCAPE_SERVER, " ")
local client
local function ours()
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    if d.source == "cgoescape" then table.insert(found, d) end
  end
  return found
end
local function wait(what, done)
  if not vim.wait(60000, done, 20) then say("%s: did not come", what) end
end
local function show(what)
  for _, d in ipairs(ours()) do
    local steps = d.user_data.lsp.relatedInformation or {}
    say("%s: %d:%d severity %d %s [%s], %d steps", what, d.lnum + 1, d.col + 1, d.severity, d.message,
      d.user_data.lsp.code, #steps)
  end
end

client = vim.lsp.start_client({ cmd = command, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(0, client)
wait("first diagnostics", function() return #ours() > 0 end)
show("opened")
-- The leak goes: the assignment is taken out.
vim.api.nvim_buf_set_text(0, 1, 20, 1, 26, { "" })
wait("diagnostics of the change", function() return #ours() == 1 end)
show("changed")
local function ask(method, line, character)
  local params = { textDocument = vim.lsp.util.make_text_document_params(),
    position = { line = line, character = character },
    range = { start = { line = line, character = character }, ["end"] = { line = line, character = character } },
    context = { diagnostics = {} } }
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000) or {}
  return (answers[client] or {}).result
end
say("hover: %s", vim.inspect((ask("textDocument/hover", 1, 5) or { contents = {} }).contents.value))
for _, action in ipairs(ask("textDocument/codeAction", 1, 15) or {}) do
  say("action: %s", action.title)
end
for _, lens in ipairs(ask("textDocument/codeLens", 1, 15) or {}) do
  say("lens: %s", lens.command.title)
end
vim.lsp.stop_client(client)
vim.wait(30000, function() return vim.lsp.client_is_stopped(client) end, 20)
say("stopped: %s", tostring(vim.lsp.client_is_stopped(client)))
vim.cmd("qa!")
