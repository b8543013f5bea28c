import { m } from '#messages';
import { plainNumber, type Cell, type Column, type SheetRow } from '#contract/cells.ts';
import { jsonNumber, JsonString, type JsonSink } from '#contract/jsonText.ts';
import { reasonSentence, type RowError, type RowErrorReason } from '#contract/rowErrors.ts';
import type { DayWatch } from './dayWatch.ts';
import type { DigitEvidence } from './digitEvidence.ts';
import type { TextEvidence } from './textEvidence.ts';
import type { ColumnFinder } from './columns.ts';
import { at, type Problem } from './problem.ts';
import { cellReader, excelNumber, isUnknown, readCell, Refusal, type MergedCells, type Reading, type SpoiltValue } from './values/reader.ts';
import type { createPhoneParsers } from './values/phones.ts';
import { hasOtherDigits } from '#contract/plainDigits.ts';
import { excerpt } from './values/text.ts';
import { transformed, type Transforms } from './values/transforms.ts';
import type { ValueType } from './values/index.ts';
import { composed, parseTemplate, type TemplatePart } from './template.ts';

/** A value on its way into the item: text, or a number that JSON writes as JavaScript does. */
export type Wire = string | number | readonly string[];

/** One member of an item, compiled: where its value comes from and how it is written. */
export interface Member {
  /** The columns it is read from; none for a constant. */
  readonly columns: readonly Column[];
  /** The row's value, or null where the member is left out; what is wrong is added to `errors`. */
  read(row: SheetRow, errors: RowError[]): Wire | null;
  /** Whether the row has a cell of it that gives no value although it is not known to be empty, so that a value missing says nothing. */
  hasUnknown(row: SheetRow): boolean;
  /** Writes the value as JSON. */
  write(value: Wire, out: JsonSink): void;
}

/** A member's value as JSON text. */
export function jsonOf(member: Pick<Member, 'write'>, value: Wire): string {
  const out = new JsonString();
  member.write(value, out);
  return out.value;
}

export type Constant = string | number | boolean | readonly string[];

/** Where a recipe takes a value from; the schema has seen to it that exactly one is there. */
export interface SourceRule extends Transforms {
  readonly merged?: MergedCells | undefined;
  readonly column?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly value?: Constant | undefined;
  readonly template?: string | undefined;
}

/** What the compilation of every member needs, and where its problems go. */
export interface Scope {
  readonly find: ColumnFinder;
  readonly problems: Problem[];
  /** Whether the workbook counts its days from 1904. */
  readonly date1904: boolean;
  readonly phoneParser: ReturnType<typeof createPhoneParsers>;
  /** The first rows, by which columns decide how their texts are read; none where they are not known. */
  readonly sample: readonly SheetRow[];
  /** What the texts of all rows say about how they are to be read. */
  readonly evidence: TextEvidence;
  /** What date columns turn out to be made of, row by row. */
  readonly watches: DayWatch[];
}

export interface Place {
  /** Recipe path of the rule, for problems. */
  readonly path: string;
  /** Name of the target in row errors. */
  readonly field: string;
  /** What is wrong with an empty constant; null where it simply leaves the member out. */
  readonly emptyConstant: Problem | null;
  /** A value of several columns counts only with all of them: half a match key could name somebody else. */
  readonly whole?: boolean;
}

/** Compiles one rule; adds problems and gives null where it cannot be. */
export function compileMember(rule: SourceRule, type: ValueType, place: Place, scope: Scope): Member | null {
  const made = compileSource(rule, type, place, scope);
  // What a map gives for a text has nothing of its digits.
  const member = made === null || type.plainDigits !== true || rule.valueMap !== undefined ? made : withDigitsTold(made, scope.evidence.digits);
  if (member === null || type.shape === 'list' || type.watch === undefined) return member;
  const { watch } = type;
  watch.columns = member.columns;
  return {
    ...member,
    read: (row, errors) => {
      watch.row = row.row;
      return member.read(row, errors);
    },
  };
}

/** The member, of whose cells it is told where they hold digits that are sent as others. */
function withDigitsTold(member: Member, digits: DigitEvidence): Member {
  return {
    ...member,
    read: (row, errors) => {
      const value = member.read(row, errors);
      if (value === null) return value;
      for (const column of member.columns) {
        const cell = row.cells[column.index];
        if (cell?.t === 's' && hasOtherDigits(cell.v) && !hasOtherDigits(String(value))) digits.take(column, row.row);
      }
      return value;
    },
  };
}

function compileSource(written: SourceRule, type: ValueType, place: Place, scope: Scope): Member | null {
  const rule = type.shape === 'one' && type.codes !== undefined ? withWords(written, type.codes) : written;
  if (rule.value !== undefined) return compileConstant(rule.value, type, place, scope);
  scope.problems.push(...mapProblems(rule, type, place));
  const changed = transformed(type, rule);
  if (rule.template !== undefined) return compileTemplate(rule.template, changed, rule.merged ?? 'skip', place, scope);
  const columns = resolveColumns(rule, place, scope);
  if (columns === null) return null;
  const { merged = 'skip' } = rule;
  const read = changed.shape === 'one' ? readOne(columns, cellReader(changed.reader, merged), place) : readList(columns, cellReader(changed.reader, merged), place, changed.spoilt);
  return { columns, write: encoder(type), read, hasUnknown: unknownIn(columns, merged) };
}

function unknownIn(columns: readonly Column[], merged: MergedCells): Member['hasUnknown'] {
  return ({ cells }) => columns.some(({ index }) => isUnknown(cells[index] ?? null, merged));
}

function compileTemplate(template: string, type: ValueType, merged: MergedCells, { path, field, whole = false }: Place, scope: Scope): Member | null {
  const parsed = parseTemplate(template);
  if (!parsed.ok) {
    scope.problems.push(at(`${path}.template`, parsed.problem));
    return null;
  }
  const parts = parsed.pieces.flatMap((piece): readonly TemplatePart[] => {
    if ('text' in piece) return [piece.text];
    const answer = scope.find(piece.ref);
    if (answer.ok) return [answer.column];
    scope.problems.push(at(`${path}.template`, answer.problem));
    return [];
  });
  if (parts.length < parsed.pieces.length) return null;
  const columns = [...new Set(parts.filter((part) => typeof part !== 'string'))];
  const [first = null] = columns;
  const read = cellReader<Wire>(type.reader);
  return {
    columns,
    write: encoder(type),
    hasUnknown: unknownIn(columns, merged),
    read: (row, errors) => {
      const text = composed(parts, row, whole, merged);
      if ('refusal' in text) return refuse(errors, row, text.column, field, row.cells[text.column.index] ?? null, text.refusal.reason);
      const cell: Cell = { t: 's', v: text.text };
      const reading = read(cell);
      return reading instanceof Refusal ? refuse(errors, row, first, field, cell, reading.reason) : reading;
    },
  };
}

function encoder(type: ValueType): Member['write'] {
  if (type.shape === 'one' && !type.quoted) return writeBare;
  return (value, out) => {
    if (typeof value === 'object') writeTexts(value, out);
    else out.text(String(value));
  };
}

function writeBare(value: Wire, out: JsonSink): void {
  if (typeof value === 'number') out.number(value);
  else out.json(String(value));
}

function writeTexts(texts: readonly string[], out: JsonSink): void {
  let before = '[';
  for (const text of texts) {
    out.json(before);
    out.text(text);
    before = ',';
  }
  out.json(texts.length === 0 ? '[]' : ']');
}

function resolveColumns(rule: SourceRule, { path }: Place, scope: Scope): readonly Column[] | null {
  const refs = rule.columns?.map((ref, index) => ({ ref, place: `${path}.columns[${index}]` })) ?? [{ ref: rule.column ?? '', place: `${path}.column` }];
  const found: Column[] = [];
  for (const { ref, place } of refs) {
    const answer = scope.find(ref);
    if (!answer.ok) scope.problems.push(at(place, answer.problem));
    else if (found.includes(answer.column)) scope.problems.push(at(place, () => m.recipe_fit_twice({ letter: answer.column.letter })));
    else found.push(answer.column);
  }
  return found.length === refs.length ? found : null;
}

/** The rule with words for the codes that it says itself. */
function withWords(rule: SourceRule, codes: ReadonlyMap<string, string>): SourceRule {
  const word = <Value>(value: Value): Value | string => codes.get(String(value)) ?? value;
  const { value, valueMap } = rule;
  return {
    ...rule,
    ...(value === undefined ? {} : { value: word(value) }),
    ...(valueMap === undefined ? {} : { valueMap: Object.fromEntries(Object.entries(valueMap).map(([from, to]) => [from, word(to)])) }),
  };
}

type CellRead<Value> = (cell: Cell) => Reading<Value>;

function readOne(columns: readonly Column[], read: CellRead<string | number>, { field }: Place): Member['read'] {
  const [column] = columns;
  if (column === undefined) return () => null;
  const { index } = column;
  return (row, errors) => {
    const cell = row.cells[index] ?? null;
    const reading = read(cell);
    return reading instanceof Refusal ? refuse(errors, row, column, field, cell, reading.reason) : reading;
  };
}

/** All values of all columns in order, each once; `spoilt`: where the reader tells the values of a cell that it has left out. */
function readList(columns: readonly Column[], read: CellRead<readonly string[]>, { field }: Place, spoilt: SpoiltValue[] = []): Member['read'] {
  return (row, errors) => {
    let values: readonly string[] | null = null;
    for (const column of columns) {
      const cell = row.cells[column.index] ?? null;
      const reading = read(cell);
      if (spoilt.length > 0) for (const { text, refusal } of spoilt.splice(0)) refuse(errors, row, column, field, { t: 's', v: text }, refusal.reason);
      if (reading instanceof Refusal) refuse(errors, row, column, field, cell, reading.reason);
      else if (reading !== null) values = values === null ? reading : [...new Set([...values, ...reading])];
    }
    return values;
  };
}

function refuse(errors: RowError[], row: SheetRow, column: Column | null, field: string, cell: Cell, reason: RowErrorReason): null {
  const error = rowError(row, column, field, cell, reason);
  // “13” of a rounded display would be called no whole number.
  const isRounded = reason === 'not-integer' && cell?.t === 'n' && Number(error.value.replace(',', '.')) !== excelNumber(cell.v);
  errors.push(isRounded ? { ...error, value: `${error.value} (= ${plainNumber(excelNumber(cell.v))})` } : error);
  return null;
}

/** The text that can name a profile: of several values the first. */
export function firstText(value: Wire): string | null {
  if (typeof value === 'number') return jsonNumber(value);
  return typeof value === 'string' ? value : (value[0] ?? null);
}

/** An error of a row as the operator will read it. */
export function rowError(row: SheetRow, column: Column | null, field: string, cell: Cell, reason: RowErrorReason): RowError {
  return { row: row.row, column: column?.letter ?? null, header: column?.header ?? null, field, value: excerpt(cell), reason };
}

function compileConstant(value: Constant, type: ValueType, { path, emptyConstant }: Place, scope: Scope): Member | null {
  const reading = readConstant(value, type) ?? (emptyConstant === null ? null : { problem: emptyConstant });
  if (typeof reading === 'object' && reading !== null && 'problem' in reading) {
    scope.problems.push(at(`${path}.value`, reading.problem));
    return null;
  }
  const json = reading === null ? '' : jsonOf({ write: encoder(type) }, reading);
  return { columns: [], hasUnknown: () => false, read: () => reading, write: (_, out) => out.json(json) };
}

interface ConstantProblem {
  readonly problem: Problem;
}

/** The constant as the type would read it from a cell; null where it is empty. */
function readConstant(value: Constant, type: ValueType): Wire | null | ConstantProblem {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return { problem: m.recipe_rules_digits_lost };
  }
  if (typeof value === 'object') {
    if (type.shape === 'one') return { problem: m.recipe_fit_list };
    const elements = value.map((text) => readCell(type.element, { t: 's', v: text }));
    const wrong = elements.findIndex((element) => element instanceof Refusal);
    if (wrong >= 0) return constantProblem(value[wrong] ?? '', elements[wrong] ?? null);
    const texts = [...new Set(elements.filter((element) => typeof element === 'string'))];
    return texts.length === 0 ? null : texts;
  }
  const reading: Reading<Wire> = readCell<Wire>(type.reader, constantCell(value));
  if (reading instanceof Refusal) return constantProblem(value, reading);
  // What a value map gives has to be right also where only the values of cells are left out.
  const [told] = type.shape === 'list' ? (type.spoilt?.splice(0) ?? []) : [];
  return told === undefined ? reading : constantProblem(value, told.refusal);
}

/** What a value map gives is the same for every row, so what its type cannot take is told before any is read. */
function mapProblems({ valueMap = {} }: SourceRule, type: ValueType, { path }: Place): readonly Problem[] {
  return Object.entries(valueMap).flatMap(([from, to]) => {
    const reading = to === null ? null : readConstant(String(to), type);
    return typeof reading === 'object' && reading !== null && 'problem' in reading ? [at(`${path}.valueMap.${from}`, reading.problem)] : [];
  });
}

function constantProblem(value: string | number | boolean, refusal: Reading<Wire>): ConstantProblem {
  return { problem: () => `${JSON.stringify(value)}: ${refusal instanceof Refusal ? reasonSentence(refusal.reason, String(value)) : ''}` };
}

function constantCell(value: string | number | boolean): Cell {
  if (typeof value === 'string') return { t: 's', v: value };
  return typeof value === 'number' ? { t: 'n', v: value } : { t: 'b', v: value };
}
