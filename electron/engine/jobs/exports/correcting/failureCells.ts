import { m } from '#messages';
import type { Column } from '#contract/cells.ts';
import type { JobRow } from '#contract/job.ts';
import { answerText } from '#contract/ownAnswers.ts';
import { printable } from '#contract/printable.ts';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import { columnFinder, columnRefs, keyFields } from '../../../mapping/index.ts';
import type { CellMark } from '../rowWriter.ts';

/** Cells that a row was refused for, by their columns' indexes; none for a row that was not refused. */
export type FailureCells = (row: Pick<JobRow, 'state' | 'cells' | 'code' | 'text'>) => ReadonlyMap<number, CellMark>;

/** A value of the item, with all that the platform may call it. */
interface Target {
  /** As the recipe has it. */
  readonly name: string;
  /** Other words for it. */
  readonly words: readonly string[];
  /** Columns that it comes from. */
  readonly indexes: readonly number[];
}

/**
 * Which cells a refusal is about: those of the field that the platform's words name, else those of the match key, as by
 * them the profile was looked for. How the platform words a refusal is not published, so that only names are looked for.
 */
export function failureCells(recipe: Recipe, columns: readonly Column[]): FailureCells {
  const targets = targetsOf(recipe, columns);
  const { field_name: key } = recipe.request;
  const keys = new Set([...keyFields(recipe.request), ...(key === undefined ? [] : [key])]);
  const keyed = targets.filter(({ name, indexes }) => keys.has(name) && indexes.length > 0);
  const contact = targets.slice(recipe.fields.length).find(({ indexes }) => indexes.length > 0);
  const matchKey = keyed.length > 0 ? keyed : contact === undefined ? [] : [contact];
  const found = new Map<string, { readonly targets: readonly Target[]; readonly isNamed: boolean }>();
  const lookFor = (text: string): { readonly targets: readonly Target[]; readonly isNamed: boolean } => {
    const exact = targets.filter(({ name, indexes }) => indexes.length > 0 && names(text, name));
    const named = exact.length > 0 ? exact : targets.filter(({ words, indexes }) => indexes.length > 0 && words.some((word) => names(text, word)));
    return { targets: named.length > 0 ? named : matchKey, isNamed: named.length > 0 };
  };
  return ({ state, cells, code, text }) => {
    if (state !== 'failed') return new Map();
    const words = answerText(text ?? '');
    const known = found.get(words) ?? lookFor(words);
    if (found.size < mostTexts) found.set(words, known);
    const indexes = [...new Set(known.targets.flatMap((target) => target.indexes))];
    const filled = indexes.filter((index) => (cells[index] ?? null) !== null);
    const said = [code === null || code === 0 ? '' : String(code), printable(words)].filter((part) => part !== '').join(': ');
    const note = refusalNote(said, known.isNamed);
    return new Map((filled.length > 0 ? filled : indexes.slice(0, 1)).map((index) => [index, { tint: 'wrong', note }]));
  };
}

function refusalNote(said: string, isNamed: boolean): string {
  if (said === '') return isNamed ? m.exports_refused_mute() : m.exports_refused_mute_key();
  return isNamed ? m.exports_refused({ said }) : m.exports_refused_key({ said });
}

/** Texts are the same for many rows, as a rule. */
const mostTexts = 1_000;

/** Whether a text has a name in it as a word of its own. */
function names(text: string, name: string): boolean {
  if (name === '') return false;
  const written = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${written}(?![\\p{L}\\p{N}_])`, 'iu').test(text);
}

const emailWords = ['email', 'e-mail', 'mail'];
const phoneWords = ['phone', 'phones', 'msisdn'];

/** Those of the profile's fields first, in the order of the recipe; then those of subscriptions. */
function targetsOf({ fields, subscriptions = [] }: Recipe, columns: readonly Column[]): readonly Target[] {
  const find = columnFinder(columns);
  const indexesOf = (refs: readonly string[]): readonly number[] => refs.flatMap((ref) => {
    const answer = find(ref);
    return answer.ok ? [answer.column.index] : [];
  });
  const ofField = (rule: FieldRule): Target => ({
    name: rule.field,
    words: [rule.field.replace(/^_+/, ''), ...(rule.type === 'email' ? emailWords : rule.type === 'phone' || rule.type === 'phones' ? phoneWords : [])],
    indexes: indexesOf([rule, ...(rule.members ?? [])].flatMap(columnRefs)),
  });
  return [
    ...fields.map(ofField),
    ...subscriptions.flatMap(({ email, phone, subscription_id, chat_id, status, cc_data = [], custom_fields = [] }) => [
      ...([['', emailWords, email], ['', phoneWords, phone], ['subscription_id', [], subscription_id], ['chat_id', [], chat_id]] as const).flatMap(([name, words, rule]) => (rule === undefined ? [] : [{ name, words, indexes: indexesOf(columnRefs(rule)) }])),
      ...[...cc_data, ...custom_fields].map(ofField),
      ...(status === undefined ? [] : [{ name: 'status', words: [], indexes: indexesOf(columnRefs(status)) }]),
    ]),
  ];
}
