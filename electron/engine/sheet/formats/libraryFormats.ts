import { visibleText } from '#contract/sameText.ts';
import { isoOfSerial } from './dates.ts';
import { showElapsed } from './elapsed.ts';
import { showFractions } from './fractions.ts';
import { sectionFor, sectionsOf, withSystemSeparator } from './sections.ts';
import { dateFormat, generalFormat, numberFormat, timeFormat, type FormatContext, type NumberFormat, type ShowNumber } from './numberFormat.ts';

/** The formatter library, loaded only for workbooks whose formats need it. */
export type FormatLibrary = Pick<
  typeof import('numfmt'),
  'format' | 'getFormatInfo' | 'getFormatFromId' | 'isDateFormat' | 'isTextFormat' | 'tokenize' | 'TOKEN_DURATION' | 'TOKEN_GENERAL'
>;

export async function loadFormatLibrary(): Promise<FormatLibrary> {
  return import('numfmt');
}

/** The format of any number format code; one that Excel could not read is General. */
export function libraryFormat(code: string, library: FormatLibrary, context: FormatContext): NumberFormat {
  try {
    if (isGeneral(code, library)) return generalFormat(context);
    // Throws for a code that cannot be parsed, which must not be kept as the cell's format.
    library.format(code, 1);
    const written = library.isDateFormat(code) ? withSystemSeparator(code, context) : code;
    const show = (value: number): string | undefined => shown(written, value, library, context);
    const isElapsed = library.tokenize(code).some((token) => token.type === library.TOKEN_DURATION);
    if (isElapsed) return numberFormat(showElapsed(code, show, context) ?? show, code);
    if (!library.isDateFormat(code)) {
      const plain = code.replace(moneyMark, '[$$$1]').replace(languageMark, '');
      const showPlain: ShowNumber = (value) => shown(plain, value, library, context);
      return numberFormat(showFractions(code, showPlain, context) ?? showPlain, code);
    }
    const showOther = otherThanDays(code, show, library);
    if (otherCalendar.test(code)) return dateFormat(() => undefined, code, context, showOther);
    const { type } = library.getFormatInfo(code);
    return type === 'time' ? timeFormat(show, code, context, showOther) : dateFormat(genitive(written, show, library, context) ?? show, code, context, showOther);
  } catch {
    return generalFormat(context);
  }
}

/** What the sections without a day, as in `dd.mm.yyyy;"none"`, show for the numbers they are for; undefined for all others. */
function otherThanDays(code: string, show: ShowNumber, library: FormatLibrary): ShowNumber {
  const sections = sectionsOf(code);
  const other = new Set(sections.filter(({ body }) => !library.isDateFormat(body)));
  return (value) => {
    const chosen = other.size === 0 ? null : sectionFor(sections, value);
    return chosen !== null && other.has(chosen.section) ? show(value) : undefined;
  };
}

/** The language of a currency or format: the library follows it in writing numbers, Excel follows the system. */
const moneyMark = /\[\$([^\]-]+)-[0-9a-f]+\]/gi;
const languageMark = /\[\$-[0-9a-f]+\]/gi;

/** Dates of the Hijri, Buddhist and other calendars (B1, B2; the third byte of a language mark): no text is better than a wrong one. */
const otherCalendar = /^(?:\[[^\]]*\])*b[12]|\[\$-[0-9a-f]{0,2}(?:0[3-8]|0[e-f]|1[0-9])[0-9a-f]{4}[,\]]/i;

/** `General` in any case or colour, and formats for text, which show a number as General does. */
function isGeneral(code: string, library: FormatLibrary): boolean {
  const tokens = library.tokenize(code);
  return library.isTextFormat(code) || (tokens.length === 1 && tokens[0]?.type === library.TOKEN_GENERAL);
}

/**
 * What Excel shows, without the blanks that formats put at the ends to line numbers up (`_-`, `?`): nobody sees
 * them as characters. undefined where the formatter cannot tell.
 */
function shown(code: string, value: number, library: FormatLibrary, context: FormatContext): string | undefined {
  try {
    const text = library.format(code, value, { locale: context.locale, dateSpanLarge: false }).trim();
    // Literals that nobody sees are nothing shown.
    return visibleText(text) === '' ? '' : text;
  } catch {
    return undefined;
  }
}

/** Languages that write "15 марта", not "15 март": Excel has codes of their own for them, unknown to the library. */
const genitives = [
  {
    code: /\[\$-FC19\]/i,
    plain: '[$-419]',
    months: ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
  },
  {
    code: /\[\$-FC22\]/i,
    plain: '[$-422]',
    months: ['січня', 'лютого', 'березня', 'квітня', 'травня', 'червня', 'липня', 'серпня', 'вересня', 'жовтня', 'листопада', 'грудня'],
  },
] as const;

/**
 * Dates with the month's name in the genitive: where the format asks for it, and in the system's own long date
 * (F800, x-sysdate) in Russian. null for all other formats.
 */
function genitive(code: string, show: ShowNumber, library: FormatLibrary, context: FormatContext): ShowNumber | null {
  const isLongDate = context.locale === 'ru' && /\[\$-(?:F800|x-sysdate)[,\]]/i.test(code);
  const language = isLongDate ? genitives[0] : genitives.find((each) => each.code.test(code));
  if (language === undefined) return null;
  const showPlain: ShowNumber = isLongDate ? show : (serial) => shown(code.replace(language.code, language.plain), serial, library, context);
  return (serial) => {
    const month = Number(isoOfSerial(serial)?.slice(5, 7) ?? 0);
    const name = shown(`${language.plain}mmmm`, serial, library, context) ?? '';
    const declined = language.months[month - 1];
    const text = showPlain(serial);
    return declined === undefined || name === '' ? text : text?.replace(name, declined);
  };
}
