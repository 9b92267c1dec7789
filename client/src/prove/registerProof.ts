import { Disposable, type ExtensionContext, workspace } from 'vscode';
import { showLenses } from './lens';
import { Prover, type RunProof } from './prover';
import { TestExplorer } from './testExplorer';
import { Verdicts } from './verdicts';
import { showVerifyDiagnostics } from './verifyDiagnostics';

/** Registers what runs migrations, as soon as the workspace is trusted: SQL of strangers is not run. */
export function registerProof(context: ExtensionContext): Disposable {
  if (workspace.isTrusted) return proof(context);
  let granted: Disposable | undefined;
  const listener = workspace.onDidGrantWorkspaceTrust(() => {
    granted = proof(context);
  });
  return new Disposable(() => {
    listener.dispose();
    granted?.dispose();
  });
}

function proof(context: ExtensionContext): Disposable {
  const program = context.asAbsolutePath('dist/prove.cjs');
  const runProof: RunProof = async (request, listener, signal) => {
    // Loaded with the first run: activation must not pay for it.
    const { prove } = await import('../../../server/src/prove/process/client');
    await prove(request, listener, { program, signal });
  };
  const verdicts = new Verdicts();
  return Disposable.from(
    verdicts,
    new TestExplorer(new Prover(runProof, context.storageUri), verdicts),
    ...showLenses(verdicts),
    ...showVerifyDiagnostics(verdicts),
  );
}
