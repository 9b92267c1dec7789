import { verifyJson } from './verifyJson';
import { verifyJunit } from './verifyJunit';
import type { VerifyFormat } from './verifyReport';
import { verifyText } from './verifyText';

export type VerifyFormatName = 'text' | 'json' | 'junit';

/** How verdicts are printed, by the name that `--format` takes. */
export const VERIFY_FORMATS: Readonly<Record<VerifyFormatName, VerifyFormat>> = {
  text: (report) => verifyText(report),
  json: verifyJson,
  junit: verifyJunit,
};
