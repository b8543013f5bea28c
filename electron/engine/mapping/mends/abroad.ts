import metadata from 'libphonenumber-js/max/metadata';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { plainNumber, type Cell } from '#contract/cells.ts';
import { plainDigits } from '#contract/plainDigits.ts';
import { planOf } from '../values/phonePlan.ts';
import { withoutScheme } from '../values/phoneText.ts';
import { excelNumber, withoutHidden } from '../values/reader.ts';
import { textCell, typedText, type CellMend } from './cellMend.ts';

/** A number that is written with what is dialled before calls abroad in place of the +. */
export interface NumberAbroad {
  /** E.164. */
  readonly number: string;
  /** Null where the digits are of no single country. */
  readonly country: string | null;
}

/** Signs that stand around and between the digits of one number; ~ is where a dialling tone was waited for (8~10). */
const written = /^[+\d\s().~\u2053\u223C\u2010-\u2015\u2212-]+$/;
/** What separates numbers of a cell. */
const between = /([,;/|\r\n]+)/;

/** Usual in most of the world, in North America and in what was the Soviet Union. None of them begins another. */
const usual: readonly RegExp[] = [/^00/, /^011/, /^810/];
/** Digits of the shortest number with its code that is believed behind any other prefix. */
const believed = 9;

let all: readonly RegExp[] | null = null;

/** What is dialled in any country. */
function prefixes(): readonly RegExp[] {
  all ??= [...new Map(Object.values(metadata.countries).map((entry) => planOf(entry).abroad).map((pattern) => [pattern.source, pattern])).values()];
  return all;
}

/** The number of a text that has such a prefix, whatever country it is dialled in; null where it has none, or it could be two numbers. */
export function numberAbroad(text: string): NumberAbroad | null {
  const plain = plainDigits(withoutHidden(text).normalize('NFKC')).trim();
  if (!written.test(plain)) return null;
  // As numbers are printed for callers from within and from abroad.
  const digits = plain.replace(/\(\s*0\s*\)/, '').replace(/\D/g, '');
  const marks = /^[\s(+]*/.exec(plain)?.[0].replace(/[^+]/g, '').length ?? 0;
  // Behind a single + stands a calling code, and none begins with a zero.
  if (plain.lastIndexOf('+') > plain.search(/\d/) || (marks === 1 && !digits.startsWith('0'))) return null;
  const found = marks > 1 ? validOf([digits]) : [];
  if (found.length > 0) return only(found);
  const near = validOf(usual.flatMap((prefix) => behind(prefix, digits, 0)));
  // A number of no country (of satellites, premium rates) is hardly meant where it could be one of a country.
  if (near.some(({ country }) => country !== null)) return only(near);
  return only([...near, ...validOf(prefixes().flatMap((prefix) => behind(prefix, digits, believed))).filter(({ number }) => near.every((one) => one.number !== number))]);
}

function behind(prefix: RegExp, digits: string, fewest: number): readonly string[] {
  const rest = prefix.test(digits) ? digits.replace(prefix, '') : '';
  return rest.length < Math.max(1, fewest) || rest.length === digits.length ? [] : [rest];
}

/** Those that are whole numbers, with nothing left out. */
function validOf(digits: readonly string[]): readonly NumberAbroad[] {
  return [...new Set(digits)].flatMap((one) => {
    const parsed = parsePhoneNumberFromString(`+${one}`);
    return parsed?.isValid() === true && parsed.number === `+${one}` ? [{ number: parsed.number, country: parsed.country ?? null }] : [];
  });
}

const only = ([first, second]: readonly NumberAbroad[]): NumberAbroad | null => (first === undefined || second !== undefined ? null : first);

/** What a cell holds as numbers of phones are written. */
function textOf(cell: Cell): string | null {
  return cell?.t === 'n' && cell.v > 0 && Number.isSafeInteger(excelNumber(cell.v)) ? plainNumber(excelNumber(cell.v)) : typedText(cell);
}

/** The numbers of a cell that have such a prefix. */
export function numbersAbroad(cell: Cell): readonly NumberAbroad[] {
  const text = textOf(cell);
  return text === null ? [] : withoutScheme(text).split(between).map(numberAbroad).filter((number) => number !== null);
}

/** The numbers of a cell that have such a prefix in E.164; those of one country alone where it is said. */
export function abroadMend(country: string | undefined): CellMend {
  return (cell) => {
    const text = textOf(cell);
    if (text === null) return undefined;
    const parts = withoutScheme(text).split(between).map((part): { readonly text: string; readonly isMended: boolean } => {
      const found = numberAbroad(part);
      const isMended = found !== null && (country === undefined || found.country === country);
      return { text: isMended ? `${/^\s*/.exec(part)?.[0] ?? ''}${found.number}` : part, isMended };
    });
    return parts.some(({ isMended }) => isMended) ? textCell(parts.map((part) => part.text).join('')) : undefined;
  };
}
