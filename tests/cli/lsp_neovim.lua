-- Drives the language server by neovim's own client: nvim --headless -u NONE -S this FILE
-- Reads what to do from LSP_PROGRAM, LSP_FOLDER; writes one JSON line for each step to LSP_OUT:
-- its name, the text as neovim has it, and the diagnostics that the server told last.
local function main()
  local out = assert(io.open(vim.env.LSP_OUT, 'w'))
  local told, told_version
  local buffer = vim.api.nvim_get_current_buf()

  local client = vim.lsp.start_client({
    name = 'postmortem',
    cmd = { vim.env.LSP_PROGRAM, 'lsp' },
    root_dir = vim.env.LSP_FOLDER,
    flags = { debounce_text_changes = 0, allow_incremental_sync = true },
    handlers = {
      ['textDocument/publishDiagnostics'] = function(err, result, context, config)
        told, told_version = result.diagnostics, result.version
        vim.lsp.diagnostic.on_publish_diagnostics(err, result, context, config)
      end,
    },
  })
  vim.lsp.buf_attach_client(buffer, client)

  local function text()
    local ending = vim.bo.fileformat == 'dos' and '\r\n' or '\n'
    return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), ending) .. ending
  end

  -- Each change is sent as it is made, with a version that is not below the tick before it.
  local function settle(before)
    assert(vim.wait(20000, function()
      local sent = vim.lsp.util.buf_versions[buffer]
      return told_version == sent and (vim.b.changedtick == before or sent > before)
    end, 2), 'no diagnostics for the last change')
  end

  local function step(name, action)
    local before = vim.b.changedtick
    action()
    settle(before)
    local list = #told > 0 and told or vim.empty_dict()
    out:write(vim.fn.json_encode({ name = name, text = text(), told = list, shown = #vim.diagnostic.get(buffer) }), '\n')
  end

  local function keys(words)
    return function()
      vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(words, true, false, true), 'xt', false)
    end
  end

  assert(vim.wait(20000, function()
    local it = vim.lsp.get_client_by_id(client)
    return it and it.initialized and told ~= nil
  end, 2), 'the server does not begin')

  local function actions()
    local params = { textDocument = vim.lsp.util.make_text_document_params(buffer), context = { diagnostics = {} } }
    local last = vim.api.nvim_buf_line_count(buffer)
    params.range = { start = { line = 0, character = 0 }, ['end'] = { line = last, character = 0 } }
    local answer = vim.lsp.buf_request_sync(buffer, 'textDocument/codeAction', params, 20000)
    return answer[client].result
  end

  step('open', function() end)
  step('type at the end', keys('Go<CR>Nobody looked. The operator failed to notice the alarm again.<Esc>'))
  step('type in the middle', keys('ggjoIt was human error 👍🏽, said é.<CR><Esc>'))
  step('delete a line', keys('Gdd'))
  step('undo', keys('u'))
  step('redo', keys('<C-r>'))
  step('copy lines', keys('ggyGGp'))
  step('join lines', keys('ggjVGJ'))
  step('undo the join', keys('u'))
  step('substitute', function() vim.cmd('%s/failed to/did not/g') end)
  step('undo the substitution', keys('u'))
  step('delete a character of four bytes', function() vim.cmd('silent! %s/👍//') end)
  step('move a line', function() vim.cmd('1move $') end)
  step('indent', keys('gg>G'))
  step('undo all that', keys('uuu'))
  step('set lines', function()
    vim.api.nvim_buf_set_lines(buffer, 0, -1, true,
      { '# Analysis', '', '- 日本 👍 said: The operator failed to notice the alarm.', '- The pool had 12 nodes.' })
  end)
  step('set text', function() vim.api.nvim_buf_set_text(buffer, 2, 5, 2, 5, { 'x', '', '- é' }) end)
  step('a question for the meeting', function()
    for _, action in ipairs(actions()) do
      if action.title:find('^Turn') then
        return vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
      end
    end
    error('no such action')
  end)
  step('set aside', function()
    for _, action in ipairs(actions()) do
      if action.command then
        told_version = nil
        return vim.lsp.buf_request_sync(buffer, 'workspace/executeCommand', action.command, 20000)
      end
    end
    error('no such action')
  end)
  out:close()
  vim.lsp.get_client_by_id(client).stop()
  vim.wait(20000, function() return vim.lsp.client_is_stopped(client) end, 2)
end

local well, why = pcall(main)
if not well then io.stderr:write(tostring(why), '\n') end
vim.cmd(well and 'qall!' or 'cquit!')
