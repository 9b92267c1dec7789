import { describe, expect, it } from 'vitest';
import type { NotificationMessage } from 'vscode-languageserver/node';
import { EditorState } from './editorState';

const URI = 'file:///w/a.sql';
const PATH = '/w/a.sql';

function said(method: string, params: object): NotificationMessage {
  return { jsonrpc: '2.0', method, params };
}

function opened(): EditorState {
  const state = new EditorState();
  state.note(said('initialized', {}));
  const textDocument = { uri: URI, languageId: 'sql', version: 1, text: 'SELECT 1;' };
  state.note(said('textDocument/didOpen', { textDocument }));
  return state;
}

function change(state: EditorState, text: string): void {
  const range = { start: { line: 0, character: 7 }, end: { line: 0, character: 8 } };
  const params = { textDocument: { uri: URI, version: 2 }, contentChanges: [{ range, text }] };
  state.note(said('textDocument/didChange', params));
}

describe('what an engine that starts later hears', () => {
  it('is nothing before the editor is ready', () => {
    expect(new EditorState().replay()).toEqual([]);
  });

  it('is each open document as it is now', () => {
    const state = opened();
    change(state, '2');
    expect(state.replay().map(({ method }) => method)).toEqual(['initialized', 'textDocument/didOpen']);
    expect(state.replay()[1]).toMatchObject({ params: { textDocument: { uri: URI, version: 2, text: 'SELECT 2;' } } });
    expect(state.replay(PATH)).toHaveLength(1);
    state.note(said('textDocument/didClose', { textDocument: { uri: URI } }));
    expect(state.replay()).toHaveLength(1);
  });

  it('is what was given up, until it changes', () => {
    const state = opened();
    state.giveUp(PATH, 'time');
    expect(state.replay()[0]).toEqual(said('ehrSchema/giveUp', { path: PATH, fault: 'time' }));
    expect(state.replayOf(PATH).map(({ method }) => method)).toEqual(['ehrSchema/giveUp', 'textDocument/didOpen']);
    change(state, '2');
    expect(state.replayOf(PATH)).toHaveLength(1);
  });

  it('counts a file on disk that was given up as changed when the disk says so', () => {
    const state = opened();
    state.giveUp('/w/b.sql', 'memory');
    const changes = [{ uri: 'file:///w/b.sql', type: 2 }];
    state.note(said('workspace/didChangeWatchedFiles', { changes }));
    expect(state.replayOf('/w/b.sql')).toEqual([]);
  });

  it('names the folders of now', () => {
    const state = new EditorState();
    const params = { workspaceFolders: [{ uri: 'file:///w', name: 'w' }], processId: 7 };
    state.greet({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    const event = { added: [{ uri: 'file:///v', name: 'v' }], removed: [{ uri: 'file:///w', name: 'w' }] };
    state.note(said('workspace/didChangeWorkspaceFolders', { event }));
    expect(state.greeting?.params).toEqual({ workspaceFolders: [{ uri: 'file:///v', name: 'v' }], processId: null });
  });
});
