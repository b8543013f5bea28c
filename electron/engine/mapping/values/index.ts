import type { FieldType } from '#contract/recipe.ts';
import type { DayWatch, NumberWatch, RowWatch } from '../dayWatch.ts';
import { dateReader, datetimeReader, type DateOrder } from './dates.ts';
import { emailReader } from './email.ts';
import { floatReaderIn, intReaderIn } from './numbers.ts';
import type { DecimalMark } from './numberText.ts';
import { phoneReader, phonesReader, type PhoneParser } from './phones.ts';
import { Refusal, type Reader, type SpoiltValue } from './reader.ts';
import { idReader, listReader, textReader } from './text.ts';
import { ipReader, versionReader } from './technical.ts';
import { objectListReader, objectReader } from './objects.ts';
import { countryReader, timezoneReader } from './places.ts';
import { boolReader, enumReader, genderReader, statusCodes, statusNumberReader } from './words.ts';
import type { OffsetOf } from './zones.ts';

export interface ValueOptions {
  readonly parsePhone: PhoneParser;
  readonly separator?: string | undefined;
  readonly order?: DateOrder | undefined;
  /** Dates that are another day in another order are refused. */
  readonly certainDates?: boolean | undefined;
  /** Told what dates are made of. */
  readonly days?: DayWatch | undefined;
  /** Told of numbers in text. */
  readonly numbers?: NumberWatch | undefined;
  /** Of numbers in text; found for each cell where it is left out, and refused where it cannot be. */
  readonly decimal?: DecimalMark | undefined;
  /** Whether the workbook counts its days from 1904. */
  readonly date1904?: boolean | undefined;
  /** Z by default. */
  readonly offset?: OffsetOf | undefined;
  readonly yes?: readonly string[] | undefined;
  readonly no?: readonly string[] | undefined;
  readonly values?: readonly (string | number)[] | undefined;
  /** Lists: where values that are not valid are told, of which they alone are left out; else one refuses its cell. */
  readonly spoilt?: SpoiltValue[] | undefined;
}

/**
 * How a recipe type turns cells into values, and how those stand in JSON. A whole number is kept as text until it is
 * written, because 19 digits fit into no number of JavaScript; a decimal one is a number.
 */
export type ValueType = Shape & {
  /** Digits of other scripts in a text are sent as 0 to 9. */
  readonly plainDigits?: true;
};

type Shape =
  /** Not quoted: the reader gives JSON text, such as the digits of a number, or the number. `codes`: the words for numbers that mean something in a recipe, and nothing certain in a cell. */
  | { readonly shape: 'one'; readonly quoted: boolean; readonly reader: Reader<string | number>; readonly watch?: RowWatch | undefined; readonly codes?: ReadonlyMap<string, string> | undefined }
  /** `element` reads one value that is not to be split, as those of a constant's array. */
  | { readonly shape: 'list'; readonly reader: Reader<readonly string[]>; readonly element: Reader<string>; readonly spoilt?: SpoiltValue[] | undefined };

const quoted = (reader: Reader<string>): ValueType => ({ shape: 'one', quoted: true, reader });
const bare = (reader: Reader<string | number>): Extract<ValueType, { shape: 'one' }> => ({ shape: 'one', quoted: false, reader });
const list = (reader: Reader<readonly string[]>, element: Reader<string>, spoilt: SpoiltValue[] | undefined): ValueType => ({ shape: 'list', reader, element, spoilt });

/** A text that names something: what is compared is what is sent. */
export const idType: ValueType = quoted(idReader);

/** What a recipe type and its options mean. */
export function valueType(type: FieldType, options: ValueOptions): ValueType {
  const made = shapeOf(type, options);
  return withDigits.has(type) ? { ...made, plainDigits: true } : made;
}

/** Types of what is a number, a day or an address, however its digits are written. */
const withDigits: ReadonlySet<FieldType> = new Set(['int', 'float', 'date', 'datetime', 'phone', 'phones', 'email'] as const);

function shapeOf(type: FieldType, options: ValueOptions): ValueType {
  switch (type) {
    case 'string':
      return quoted(textReader);
    case 'int':
      return { ...bare(intReaderIn(options.decimal ?? null, options.numbers)), watch: options.numbers };
    case 'float':
      return { ...bare(floatReaderIn(options.decimal ?? null, options.numbers)), watch: options.numbers };
    case 'bool':
      return bare(boolReader(options.yes, options.no));
    case 'date':
      return dayType((order) => dateReader({ ...options, order }), options);
    case 'datetime':
      return dayType((order) => datetimeReader({ ...options, order }, options.offset ?? (() => 'Z')), options);
    case 'email':
      return quoted(emailReader);
    case 'phone':
      return quoted(phoneReader(options.parsePhone));
    case 'phones':
      return list(phonesReader(options.parsePhone, options.spoilt), phoneReader(options.parsePhone), options.spoilt);
    case 'tags':
      return list(listReader(options.separator ?? ',', options.spoilt), textReader, options.spoilt);
    case 'gender':
      return quoted(genderReader);
    case 'enum':
      return bare(enumReader(options.values));
    case 'ip':
      return quoted(ipReader);
    case 'country':
      return quoted(countryReader);
    case 'timezone':
      return quoted(timezoneReader);
    case 'status':
      return { ...bare(statusNumberReader), codes: statusCodes };
    case 'version':
      return quoted(versionReader);
    case 'object':
      return bare(objectReader);
    case 'arr_object':
      return bare(objectListReader);
  }
}

function dayType(readerIn: (order: DateOrder) => Reader<string>, options: ValueOptions): ValueType {
  const { days } = options;
  const reader = ordered(readerIn, options);
  if (days === undefined) return quoted(reader);
  return { shape: 'one', quoted: true, reader: days.watched(reader, options.order === 'mdy' ? 'mdy' : 'dmy'), watch: days };
}

const orderOpen = new Refusal('date-order-open');

function ordered(readerIn: (order: DateOrder) => Reader<string>, { order = 'dmy', certainDates = false }: ValueOptions): Reader<string> {
  const reader = readerIn(order);
  if (!certainDates) return reader;
  const other = readerIn(order === 'mdy' ? 'dmy' : 'mdy');
  return {
    ...reader,
    text: (text) => {
      const [reading, otherwise] = [reader.text(text), other.text(text)];
      return typeof reading === 'string' && typeof otherwise === 'string' && reading !== otherwise ? orderOpen : reading;
    },
  };
}
