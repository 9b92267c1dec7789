import { type Edit, insertion } from '../core/edit';
import type { Finding, Repair, Report } from '../core/finding';
import { nearestName } from '../core/nearest';
import { contains, type Span } from '../core/span';
import { type NamedRule, readSuppressions, type Suppression, suppressionComment } from '../core/suppressions';
import type { Units } from './units';

/** What is left when suppressions were obeyed, and what is to be said about the suppressions themselves. */
export interface Suppressed {
  readonly findings: readonly Finding[];
  readonly unused: readonly Report[];
  readonly withoutReason: readonly Report[];
}

/**
 * Hides the findings that the text's suppressions cover.
 * @param ran the rules that were run: only of these can it be said that there was nothing to hide.
 * @param known every rule's name.
 */
export function obeySuppressions(
  text: string,
  findings: readonly Finding[],
  units: Units,
  ran: ReadonlySet<string>,
  known: readonly string[],
): Suppressed {
  const suppressions = readSuppressions(text, units.marker);
  const used = new Set<NamedRule>();
  const covers = suppressions.map((suppression) => ({ suppression, span: coverOf(suppression, text, units) }));
  const left = findings.filter(({ rule, span }) => {
    let hidden = false;
    for (const { suppression, span: cover } of covers) {
      if (!cover || !contains(cover, { start: span.start, end: span.start })) continue;
      for (const name of suppression.rules.filter(({ id }) => id === rule)) {
        used.add(name);
        hidden = true;
      }
    }
    return !hidden;
  });
  return {
    findings: left,
    unused: suppressions.flatMap((suppression) => unusedIn(suppression, text, used, ran, known)),
    withoutReason: suppressions.filter(({ reason, rules }) => reason === '' && rules.length > 0).map(askForReason),
  };
}

function coverOf(suppression: Suppression, text: string, units: Units): Span | undefined {
  if (suppression.scope === 'file') return { start: 0, end: text.length };
  return suppression.scope === 'next' ? units.after(suppression) : units.before(suppression);
}

function unusedIn(
  suppression: Suppression,
  text: string,
  used: ReadonlySet<NamedRule>,
  ran: ReadonlySet<string>,
  known: readonly string[],
): readonly Report[] {
  const removal = { title: 'Remove this comment', safe: false, edits: [{ ...wholeLine(suppression, text), text: '' }] };
  if (suppression.rules.length === 0)
    return [
      {
        at: suppression,
        message: 'This hides nothing, because it names no rule. Write ehr-schema-ignore sql/drop: why.',
        repairs: [removal],
      },
    ];
  return suppression.rules.flatMap((name): Report[] => {
    if (!known.includes(name.id)) return [unknownRule(name, known)];
    if (used.has(name) || !ran.has(name.id)) return [];
    const message = `This hides nothing: ${name.id} has nothing to report here. Remove it.`;
    return [{ at: name, message, repairs: suppression.rules.length === 1 ? [removal] : [] }];
  });
}

function unknownRule(name: NamedRule, known: readonly string[]): Report {
  const nearest = nearestName(name.id, known);
  const message = `There is no rule ${name.id}, so this hides nothing.${nearest ? ` Did you mean ${nearest}?` : ' "ehr-schema rules" lists them.'}`;
  const edit = { start: name.start, end: name.end };
  const repairs = nearest ? [{ title: `Write ${nearest}`, safe: false, edits: [{ ...edit, text: nearest }] }] : [];
  return { at: name, message, repairs };
}

function askForReason(suppression: Suppression): Report {
  return { at: suppression, message: 'This hides a finding and does not say why. Write the reason behind a colon.' };
}

/** The comment with its line, where it stands alone on it. */
function wholeLine({ start, end, scope }: Suppression, text: string): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (scope === 'line' || text.slice(lineStart, start).trim() !== '') {
    return { start: text.slice(0, start).trimEnd().length, end };
  }
  const lineEnd = text.indexOf('\n', end);
  return { start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1 };
}

/** Two suggestions that hide a finding: in front of what it stands in, and for the whole file. */
export function suppressionRepairs(text: string, finding: Finding, units: Units): readonly Repair[] {
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const unit = units.around(finding.span.start);
  const file = suppressionComment(units.marker, finding.rule, 'file');
  return [
    ...(unit
      ? [
          {
            title: `Ignore ${finding.rule} here`,
            safe: false,
            edits: [commentBefore(text, unit.start, suppressionComment(units.marker, finding.rule, 'next'), eol)],
          },
        ]
      : []),
    {
      title: `Ignore ${finding.rule} in this file`,
      safe: false,
      edits: [insertion(text.startsWith('#!') ? text.indexOf(eol) + eol.length : 0, file + eol)],
    },
  ];
}

function commentBefore(text: string, at: number, comment: string, eol: string): Edit {
  const lineStart = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, at))![0];
  const alone = lineStart + indent.length === at;
  return insertion(at, alone ? comment + eol + indent : eol + indent + comment + eol + indent);
}
