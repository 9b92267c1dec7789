import { LineIndex } from '../../core/span';
import type { FileReport, Format } from '../report';

/** JUnit XML: a suite for each file, a failed case for each finding of severity error. */
export const junit: Format = ({ files, milliseconds, show }) => {
  const suites = files.map((file) => suite(file, show(file.path)));
  const cases = files.reduce((sum, { findings }) => sum + Math.max(1, findings.length), 0);
  const failures = files.reduce((sum, file) => sum + failuresOf(file), 0);
  const head = `<testsuites name="ehr-schema" tests="${cases}" failures="${failures}" time="${milliseconds / 1000}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${[head, ...suites, '</testsuites>'].join('\n')}\n`;
};

function suite(file: FileReport, name: string): string {
  const { findings } = file;
  const tests = Math.max(1, findings.length);
  const head = `  <testsuite name="${xml(name)}" tests="${tests}" failures="${failuresOf(file)}">`;
  const lines = new LineIndex(file.text);
  const cases = findings.map(({ rule, severity, message, span }) => {
    const { line, character } = lines.position(span.start);
    const place = `${name}:${line + 1}:${character + 1}`;
    const opening = `    <testcase classname="${xml(rule)}" name="${xml(place)}" file="${xml(name)}" line="${line + 1}">`;
    const body =
      severity === 'error'
        ? `<failure type="${severity}" message="${xml(message)}">${xml(`${place} ${message}`)}</failure>`
        : `<system-out>${xml(`${place} ${severity}: ${message}`)}</system-out>`;
    return `${opening}\n      ${body}\n    </testcase>`;
  });
  const clean = `    <testcase classname="ehr-schema" name="${xml(name)}" file="${xml(name)}" />`;
  return [head, ...(cases.length > 0 ? cases : [clean]), '  </testsuite>'].join('\n');
}

function failuresOf({ findings }: FileReport): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}

/** Text within XML 1.0, which has no place for most control characters nor for half a surrogate pair. */
export function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
