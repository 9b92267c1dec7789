import { verifyJson } from './json';
import { verifyJunit } from './junit';
import type { VerifyFormat } from './report';
import { verifyText } from './text';

export type VerifyFormatName = 'text' | 'json' | 'junit';

/** How verdicts are printed, by the name that `--format` takes. */
export const VERIFY_FORMATS: Readonly<Record<VerifyFormatName, VerifyFormat>> = {
  text: (report) => verifyText(report),
  json: verifyJson,
  junit: verifyJunit,
};
