// The server alone, for the preambles of Go files; C and C++ files have it through the
// clangd extension (docs/editor.md).
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const settings = workspace.getConfiguration("cgoescape");
  client = new LanguageClient("cgoescape", { command: settings.get("path"), args: ["lsp"] }, {
    documentSelector: [{ scheme: "file", language: "go" }],
    initializationOptions: { cgoescape: settings.get("settings") },
  });
  return client.start();
};

exports.deactivate = () => client && client.stop();
