import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, extensions } from 'vscode';
import { until } from './editor';

describe('the extension', () => {
  it('is activated by the example workspace and registers its commands', async () => {
    const extension = extensions.getExtension('ehr-schema.ehr-schema');
    assert.ok(extension, 'the extension is installed');
    await until('the extension is active', () => extension.isActive);
    const known = await commands.getCommands(true);
    const declared = (extension.packageJSON.contributes.commands as { command: string }[]).map(
      ({ command }) => command,
    );
    assert.deepEqual(
      declared.filter((command) => !known.includes(command)),
      [],
    );
  });
});
