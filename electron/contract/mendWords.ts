import { m } from '#messages';
import { shownText } from './cells.ts';
import { inQuotes } from './faultParts.ts';
import type { Mend, MendKind, MendPreview, MendSample } from './mends.ts';
import { wouldWords } from './reopenedWords.ts';
import { reasonSentence } from './rowErrors.ts';
import { mendSchema } from './mends.ts';

/** Mends in words, and as they are written on the command line. */

const orders = { dmy: m.mends_order_dmy, mdy: m.mends_order_mdy, ymd: m.mends_order_ymd } as const;
const centuryWords = { excel: m.mends_years_excel, '1900': m.mends_years_1900, '2000': m.mends_years_2000 } as const;
const caseWords = { lower: m.mends_lower, upper: m.mends_upper, title: m.mends_title } as const;

/** Mends that say all by their kind. */
const plainWords = {
  clear: m.mends_clear,
  trim: m.mends_trim,
  spaces: m.mends_spaces,
  address: m.mends_address,
  extension: m.mends_extension,
  trunk: m.mends_trunk,
  float: m.mends_float,
  letters: m.mends_letters,
  domain: m.mends_domain,
  width: m.mends_width,
} as const;

/** What a mend does, as an instruction: "remove all spaces". */
export function mendWords(mend: Mend): string {
  switch (mend.kind) {
    case 'replace':
      return replaceWords(mend);
    case 'set':
      return mend.value === '' ? m.mends_clear() : m.mends_set({ value: mend.value });
    case 'map':
      return mapWords(mend.values);
    case 'case':
      return caseWords[mend.to]();
    case 'take':
      return mend.separator === undefined ? placeWords(mend.at) : m.mends_separated_by({ take: placeWords(mend.at), separator: mend.separator });
    case 'dates': {
      const dates = m.mends_dates({ order: orders[mend.order]() });
      return mend.years === undefined ? dates : centuryWords[mend.years]({ dates });
    }
    case 'country':
      return m.mends_country({ country: mend.country });
    case 'abroad':
      return mend.country === undefined ? m.mends_abroad() : m.mends_abroad_country({ country: mend.country });
    case 'decimal':
      return mend.mark === '.' ? m.mends_decimal_point() : m.mends_decimal_comma();
    default:
      return plainWords[mend.kind]();
  }
}

function replaceWords({ find, with: by, whole = false }: Extract<Mend, { kind: 'replace' }>): string {
  if (by === '') return whole ? m.mends_empty_whole({ find }) : m.mends_take_out({ find });
  return whole ? m.mends_replace_whole({ find, with: by }) : m.mends_replace({ find, with: by });
}

function placeWords(at: number): string {
  if (at === 1) return m.mends_take_first();
  if (at === -1) return m.mends_take_last();
  return at < 0 ? m.mends_take_number_from_end({ number: -at }) : m.mends_take_number({ number: at });
}

const shownPairs = 3;

function mapWords(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values);
  const emptied = pairs.filter(([, to]) => to === '').map(([from]) => inQuotes(from).trim());
  if (emptied.length === pairs.length) return m.mends_map_empty({ list: listed(emptied, m.mends_or()) });
  return m.mends_map_replace({ list: listed(pairs.map(([from, to]) => (to === '' ? m.mends_pair_nothing({ from }) : m.mends_pair({ from, to }))), ', ') });
}

function listed(words: readonly string[], between: string): string {
  return words.length <= shownPairs ? words.join(between) : m.mends_and_more({ list: words.slice(0, shownPairs).join(', '), count: words.length - shownPairs });
}

/** All of them, one after another. */
export function mendsWords(mends: readonly Mend[]): string {
  return mends.map(mendWords).join(m.mends_then());
}

/** What is wrong with a row after a mend: in the column mended, or in another one, which is named then; null where nothing is. */
export function stillWords({ reason, after, elsewhere, value = shownText(after), statusless }: Pick<MendSample, 'reason' | 'after' | 'elsewhere' | 'value' | 'statusless'>): string | null {
  if (reason === null) return statusless === true ? m.mends_no_status() : null;
  const why = reasonSentence(reason, value);
  return elsewhere === undefined ? why : m.mends_in_column({ column: elsewhere, reason: why });
}

/** What a mend would do: "12 cells would be changed: 10 rows become right, 2 stay wrong". */
export function previewWords({ cells, right, sendable = 0, wrong, empty, stillWrong, wrongElsewhere = 0, stillRight, statusless = 0, sentAgain = 0, standBack = 0, refused, left: untouched, ...dates }: MendPreview): string {
  const wrongHere = stillWrong - wrongElsewhere;
  const parts = [
    ...(right > 0 ? [m.mends_becomes_right({ count: right })] : []),
    ...(sendable > 0 ? [m.mends_becomes_sendable({ count: sendable })] : []),
    ...(wrongHere > 0 ? [m.mends_stays_wrong({ count: wrongHere })] : []),
    ...(wrongElsewhere > 0 ? [m.mends_stays_wrong_elsewhere({ count: wrongElsewhere })] : []),
    ...(wrong > 0 ? [m.mends_becomes_wrong({ count: wrong })] : []),
    ...(empty > 0 ? [m.mends_becomes_empty({ count: empty })] : []),
    ...(stillRight > 0 ? [m.mends_stays_right({ count: stillRight })] : []),
  ];
  const chosen = statusless === 0 ? '' : m.mends_statusless({ count: statusless });
  const again = sentAgain === 0 ? '' : m.mends_sent_again({ count: sentAgain });
  const back = standBack === 0 ? '' : m.mends_stands_back({ count: standBack });
  const left = refused === 0 ? '' : m.mends_cannot_now({ count: refused });
  const wrongStill = untouched === undefined ? '' : m.mends_left_wrong({ count: untouched.rows });
  const countryless = untouched?.countryless === true ? m.mends_give_country() : '';
  const change = cells === 0 ? m.mends_no_cell() : m.mends_cells_change({ count: cells });
  return `${change}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}${chosen}${again}${back}${left}${wrongStill}${countryless}${wouldWords(dates).map((words) => `; ${words}`).join('')}`;
}

export type MendReading = { readonly ok: true; readonly mend: Mend } | { readonly ok: false; readonly problem: () => string };

/** How each is written, for the help of the command line. */
export const mendForms: Readonly<Record<MendKind, string>> = {
  replace: 'replace:OLD=>NEW',
  set: 'set:VALUE',
  clear: 'clear',
  map: 'map:{"OLD":"NEW"}',
  trim: 'trim',
  spaces: 'spaces',
  case: 'case:lower|upper|title',
  take: 'take:first|last|N',
  address: 'address',
  dates: 'dates:dmy|mdy|ymd',
  country: 'country:RU',
  abroad: 'abroad[:RU]',
  extension: 'extension[:RU]',
  trunk: 'trunk[:RU]',
  float: 'float',
  decimal: 'decimal:.|,',
  letters: 'letters',
  domain: 'domain',
  width: 'width',
};

/** A mend as the command line takes it. */
export function mendText(mend: Mend): string {
  const whole = JSON.stringify(mend);
  const value = mainMember(mend);
  const short = value === null ? mend.kind : `${mend.kind}:${value}`;
  const read = readMend(short);
  return read.ok && JSON.stringify(read.mend) === whole ? short : whole;
}

/** What the short form says behind the colon; null where that is nothing. */
function mainMember(mend: Mend): string | null {
  switch (mend.kind) {
    case 'set':
      return mend.value;
    case 'map':
      return JSON.stringify(mend.values);
    case 'case':
      return mend.to;
    case 'take':
      return placeText(mend.at);
    case 'dates':
      return mend.order;
    case 'decimal':
      return mend.mark;
    case 'country':
    case 'abroad':
    case 'extension':
    case 'trunk':
      return mend.country ?? null;
    default:
      return null;
  }
}

const placeText = (at: number): string => (at === 1 ? 'first' : at === -1 ? 'last' : String(at));

/** Reads a mend from `trim`, `case:lower`, `replace:OLD=>NEW`, or from its JSON, which says all that there is. */
export function readMend(written: string): MendReading {
  const value = written.trimStart().startsWith('{') ? jsonOf(written) : shortForm(written);
  const made = mendSchema.safeParse(value);
  if (made.success) return { ok: true, mend: made.data };
  const kind = written.split(':', 1)[0] ?? '';
  const form = Object.entries(mendForms).find(([name]) => name === kind)?.[1];
  return { ok: false, problem: () => (form === undefined ? m.mends_no_such({ kind, forms: Object.values(mendForms).join(', ') }) : m.mends_written_so({ kind, form })) };
}

function jsonOf(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return null;
  }
}

/** Behind the colon stands the one member that a mend cannot do without. */
function shortForm(written: string): unknown {
  const colon = written.indexOf(':');
  const [kind, rest] = colon < 0 ? [written, null] : [written.slice(0, colon), written.slice(colon + 1)];
  if (rest === null) return { kind };
  switch (kind) {
    case 'replace': {
      const at = rest.indexOf('=>');
      return at < 0 ? null : { kind, find: rest.slice(0, at), with: rest.slice(at + 2) };
    }
    case 'set':
      return { kind, value: rest };
    case 'map':
      return { kind, values: jsonOf(rest) };
    case 'case':
      return { kind, to: rest };
    case 'take':
      return { kind, at: rest === 'first' ? 1 : rest === 'last' ? -1 : Number(rest) };
    case 'dates':
      return { kind, order: rest };
    case 'decimal':
      return { kind, mark: rest };
    case 'country':
    case 'abroad':
    case 'extension':
    case 'trunk':
      return { kind, country: rest };
    default:
      return null;
  }
}
