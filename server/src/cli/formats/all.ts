import type { CheckReport, Format } from '../report';
import { github } from './github';
import { gitlab } from './gitlab';
import { json } from './json';
import { junit } from './junit';
import { sarif } from './sarif';
import { text } from './text';

/** Every output format by its name on the command line. */
export const FORMATS = {
  text: (report: CheckReport) => text(report, isColored()),
  json,
  sarif,
  github,
  gitlab,
  junit,
} satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

/** Colours only on a terminal, and not where the user has said no. */
export function isColored(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
