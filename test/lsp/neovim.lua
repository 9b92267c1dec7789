-- Opens a migration, waits for findings, applies the repair at the first one and writes the file, as a person does.
local command, file = vim.env.EHR_SCHEMA, vim.env.MIGRATION

vim.cmd('edit ' .. file)
vim.bo.filetype = 'sql'
local client = vim.lsp.start_client({ name = 'ehr-schema', cmd = { vim.env.NODE, command, 'lsp', '--stdio' } })
vim.lsp.buf_attach_client(0, client)

local function findings()
  return vim.diagnostic.get(0)
end

if not vim.wait(60000, function() return #findings() > 0 end, 50) then
  error('no findings came')
end
local first = findings()[1]
print(string.format('%s %d:%d', first.code or first.user_data.lsp.code, first.lnum, first.col))

local position = { line = first.lnum, character = first.col }
local answer = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', {
  textDocument = vim.lsp.util.make_text_document_params(),
  range = { start = position, ['end'] = position },
  context = { diagnostics = {} },
}, 60000)
local action = answer[client].result[1]
vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
if not vim.wait(60000, function() return #findings() == 0 end, 50) then
  error('the finding stayed')
end
vim.cmd('write')
print('repaired')
vim.cmd('qall!')
