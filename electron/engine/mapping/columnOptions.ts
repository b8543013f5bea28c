import type { Column, SheetRow } from '#contract/cells.ts';
import type { RowError } from '#contract/rowErrors.ts';
import { compileMember, type Scope, type SourceRule } from './members.ts';
import { dateOrderReport } from './suggest/dateOrders.ts';
import type { DecimalEvidence, OrderEvidence, ReadOrder } from './textEvidence.ts';
import { decimalReport, type DecimalMark } from './values/numberText.ts';
import type { DateOrder } from './values/dates.ts';
import type { Reader } from './values/reader.ts';
import type { ValueType } from './values/index.ts';

/** What a rule leaves open about its texts, as the column itself decides it, and what is to be told of all its texts. */
export interface ColumnOptions {
  readonly decimal?: DecimalMark | undefined;
  readonly order?: DateOrder | undefined;
  readonly certainDates?: boolean | undefined;
  readonly orders?: OrderEvidence | undefined;
  readonly decimals?: DecimalEvidence | undefined;
}

interface OpenRule extends SourceRule {
  readonly type: string;
  readonly decimal?: DecimalMark | undefined;
  readonly order?: DateOrder | undefined;
}

/**
 * Decides for the whole column which mark is the decimal one, or whether the day stands before the month, as single
 * values can often be read both ways: by what is known of the column, else by its first rows. Dates are day first where
 * nothing decides.
 */
export function columnOptions(rule: OpenRule, scope: Scope): ColumnOptions {
  const isNumber = (rule.type === 'int' || rule.type === 'float') && rule.decimal === undefined;
  const isDate = (rule.type === 'date' || rule.type === 'datetime') && rule.order === undefined;
  if ((!isNumber && !isDate) || rule.value !== undefined) return {};
  const { texts, columns } = textsOf(rule, scope);
  const known = columns[0]?.texts;
  if (scope.sample.length === 0 && known === undefined) return {};
  if (isNumber) {
    const mark = known?.decimal === undefined ? decimalReport(texts).mark : known.decimal === 'open' ? null : known.decimal;
    const decimals = scope.evidence.decimals(columns);
    decimals.use(mark);
    return { decimal: mark ?? undefined, decimals };
  }
  const orders = scope.evidence.orders(columns);
  const read = known?.order === undefined ? orderIn(texts) : known.order === 'open' ? 'dmy' : known.order;
  orders.use(read);
  return read === 'mixed' ? { certainDates: true, orders } : { order: read, orders };
}

function orderIn(texts: readonly string[]): ReadOrder {
  const { verdict, order } = dateOrderReport(texts.map((v) => ({ t: 's', v }) as const));
  return verdict === 'contradictory' ? 'mixed' : (order ?? 'dmy');
}

/** The texts that the rule's type would get to read in the first rows: after parts, letter case and maps. */
function textsOf(rule: SourceRule, scope: Scope): { readonly texts: readonly string[]; readonly columns: readonly Column[] } {
  const texts: string[] = [];
  const nothing = (): null => null;
  const reader: Reader<string> = { text: (text) => (texts.push(text), null), number: nothing, bool: nothing, date: nothing };
  const type: ValueType = { shape: 'one', quoted: true, reader };
  const member = compileMember(rule, type, { path: '', field: '', emptyConstant: null }, { ...scope, problems: [] });
  // Compiling reads what a map gives.
  texts.length = 0;
  if (member === null) return { texts, columns: [] };
  const errors: RowError[] = [];
  for (const row of believable(scope.sample)) member.read(row, errors);
  return { texts, columns: member.columns };
}

const believable = (rows: readonly SheetRow[]): readonly SheetRow[] => rows.filter(({ flaw }) => flaw === undefined);
