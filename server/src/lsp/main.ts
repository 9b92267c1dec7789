import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './server';

// The transport stands in the arguments: --node-ipc from VS Code, --stdio from other editors.
serve(createConnection(ProposedFeatures.all));
