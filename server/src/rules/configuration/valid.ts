import { configurationRule } from './context';

export const valid = configurationRule({
  id: 'configuration/valid',
  severity: 'error',
  docs: {
    summary: 'The configuration says only what the tool understands.',
    why: 'A misspelt key or rule would be passed over in silence, and a team would believe that something is checked which is not. The command line therefore stops with exit code 2, and the editor marks the place.',
    source: 'DESIGN: Configuration',
    bad: ['{ "guardstyle": "do-block" }', '{ "rules": { "sql/dropp": "warning" } }', '{ "postgres": "14" }'],
    good: ['{ "guardStyle": "do-block" }', '{ "rules": { "sql/drop": "warning" } } // comments are allowed'],
    whenOff: 'Never: this rule cannot be switched off.',
  },
  check({ faults, report }) {
    for (const { span, message, replacement } of faults) {
      const edits = replacement === undefined ? [] : [{ ...span, text: replacement }];
      const repairs = edits.length > 0 ? [{ title: `Write ${replacement}`, safe: false, edits }] : [];
      report({ at: span, message, repairs });
    }
  },
});
