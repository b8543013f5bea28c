import type { Column, SheetRow } from '#contract/cells.ts';
import type { SourceNote } from '#contract/job.ts';
import type { RowError } from '#contract/rowErrors.ts';
import { compileMember, type Scope, type SourceRule } from './members.ts';
import { dateOrderReport } from './suggest/dateOrders.ts';
import { decimalReport, type DecimalMark } from './values/numberText.ts';
import type { DateOrder } from './values/dates.ts';
import type { Reader } from './values/reader.ts';
import type { ValueType } from './values/index.ts';

/** What a rule leaves open about its texts, as the column itself decides it. */
export interface ColumnOptions {
  readonly decimal?: DecimalMark | undefined;
  readonly order?: DateOrder | undefined;
  readonly certainDates?: boolean | undefined;
  /** The first rows have no date in text to decide the order by. */
  readonly orderUnseen?: boolean | undefined;
}

interface OpenRule extends SourceRule {
  readonly type: string;
  readonly decimal?: DecimalMark | undefined;
  readonly order?: DateOrder | undefined;
}

const mostRows = 5;

/**
 * Decides for the whole column, by its first rows, which mark is the decimal one, or whether the day stands before the
 * month: single values can often be read both ways. What is not decided is noted. Dates stay day first then.
 */
export function columnOptions(rule: OpenRule, scope: Scope): ColumnOptions {
  const isNumber = (rule.type === 'int' || rule.type === 'float') && rule.decimal === undefined;
  const isDate = (rule.type === 'date' || rule.type === 'datetime') && rule.order === undefined;
  if ((!isNumber && !isDate) || rule.value !== undefined || scope.sample.length === 0) return {};
  const { texts, columns } = textsOf(rule, scope);
  if (isNumber) {
    const { mark, either } = decimalReport(texts.map(({ text }) => text));
    if (mark !== null) return { decimal: mark };
    if (either) scope.notes.push(noteOf('number-open', columns, texts.filter(({ text }) => decimalReport([text]).either)));
    return {};
  }
  const { verdict, order } = reportOf(texts);
  if (order !== null) return { order };
  if (verdict === 'contradictory') {
    scope.notes.push(noteOf('date-mixed', columns, texts.filter((one) => reportOf([one]).verdict !== 'none')));
    return { certainDates: true };
  }
  const open = texts.filter((one) => reportOf([one]).either > 0);
  if (open.length > 0) scope.notes.push(noteOf('date-open', columns, open));
  return verdict === 'none' ? { orderUnseen: true } : {};
}

interface FoundText {
  readonly text: string;
  readonly row: number;
}

const reportOf = (texts: readonly FoundText[]) => dateOrderReport(texts.map(({ text }) => ({ t: 's', v: text }) as const));

function noteOf(kind: 'number-open' | 'date-open' | 'date-mixed', columns: readonly Column[], texts: readonly FoundText[]): SourceNote {
  return { kind, count: columns.length, rows: [...new Set(texts.map(({ row }) => row))].slice(0, mostRows), columns: columns.map(({ letter }) => letter) };
}

/** The texts that the rule's type would get to read in the first rows: after parts, letter case and maps. */
function textsOf(rule: SourceRule, scope: Scope): { readonly texts: readonly FoundText[]; readonly columns: readonly Column[] } {
  let row = 0;
  const texts: FoundText[] = [];
  const nothing = (): null => null;
  const reader: Reader<string> = { text: (text) => (texts.push({ text, row }), null), number: nothing, bool: nothing, date: nothing };
  const type: ValueType = { shape: 'one', quoted: true, reader };
  const member = compileMember(rule, type, { path: '', field: '', emptyConstant: null }, { ...scope, problems: [] });
  // Compiling reads what a map gives.
  texts.length = 0;
  if (member === null) return { texts, columns: [] };
  const errors: RowError[] = [];
  for (const one of believable(scope.sample)) {
    row = one.row;
    member.read(one, errors);
  }
  return { texts, columns: member.columns };
}

const believable = (rows: readonly SheetRow[]): readonly SheetRow[] => rows.filter(({ flaw }) => flaw === undefined);
