// Starts `tra lsp` and lets the editor talk to it. All that is known about policies, the server knows.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function settings() {
  return vscode.workspace.getConfiguration("tra");
}

function started() {
  const [command, ...args] = settings().get("command");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const options = folder?.scheme === "file" ? { cwd: folder.fsPath } : undefined;
  return new LanguageClient(
    "tra",
    "TRA policies",
    { command, args, options },
    {
      documentSelector: [{ language: "tra" }, { language: "markdown", scheme: "file" }],
      initializationOptions: { audience: settings().get("audience") },
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.tra") },
    },
  );
}

async function restart() {
  await stop();
  client = started();
  try {
    await client.start();
  } catch (error) {
    const said = `\`${settings().get("command").join(" ")}\` does not start: ${error.message}`;
    const advice = "Install it with `pip install 'tra-policy[lsp]'`, or set `tra.command`.";
    vscode.window.showErrorMessage(`${said}. ${advice}`);
  }
}

async function stop() {
  const held = client;
  client = undefined;
  if (held?.isRunning()) {
    await held.stop();
  }
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("tra.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("tra")) {
        return restart();
      }
    }),
  );
  await restart();
}

module.exports = { activate, deactivate: stop };
