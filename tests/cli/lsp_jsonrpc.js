// Drives the language server by vscode-jsonrpc. usage: lsp_jsonrpc.js LIBRARY PROGRAM < STEPS
// STEPS is JSON: {"root", "uri", "text", "steps": [contentChanges...]}. Prints the diagnostics after
// the opening and after each step, then what hover and code actions say at the first of them.
'use strict';
const { spawn } = require('child_process');
const fs = require('fs');
const [library, program] = process.argv.slice(2);
const rpc = require(library);
const session = JSON.parse(fs.readFileSync(0, 'utf8'));
const textDocument = { uri: session.uri };

async function main() {
  const server = spawn(program, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => server.on('exit', resolve));
  const connection = rpc.createMessageConnection(
    new rpc.StreamMessageReader(server.stdout), new rpc.StreamMessageWriter(server.stdin));
  const waiting = new Map();
  connection.onNotification('textDocument/publishDiagnostics', (told) => {
    if (waiting.has(told.version)) waiting.get(told.version)(told.diagnostics);
  });
  connection.onRequest('client/registerCapability', () => null);
  const published = (version) => new Promise((resolve) => waiting.set(version, resolve));
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid, rootUri: session.root,
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
  });
  await connection.sendNotification('initialized', {});
  const seen = [];
  let version = 1;
  let next = published(version);
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { ...textDocument, languageId: 'markdown', version, text: session.text },
  });
  seen.push(await next);
  for (const contentChanges of session.steps) {
    next = published(++version);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { ...textDocument, version }, contentChanges,
    });
    seen.push(await next);
  }
  const { range } = seen[0][0];
  next = published(++version);
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { ...textDocument, version }, contentChanges: [{ text: session.text }],
  });
  await next;
  const hover = await connection.sendRequest('textDocument/hover', { textDocument, position: range.start });
  const actions = await connection.sendRequest('textDocument/codeAction', {
    textDocument, range, context: { diagnostics: [] },
  });
  const refused = await connection.sendRequest('textDocument/definition', {}).catch((error) => error.code);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  const code = await ended;
  connection.dispose();
  process.stdout.write(JSON.stringify({ seen, hover, actions: actions.map((one) => one.title), refused, code }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
