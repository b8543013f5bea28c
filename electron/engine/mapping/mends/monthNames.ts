/** The months in Russian, in any case of the noun, and in English, with their usual abbreviations. */
const names: readonly RegExp[] = [
  /^(?:янв(?:ар[ьяею])?|jan(?:uary)?)$/, /^(?:фев(?:р(?:ал[ьяею])?)?|feb(?:ruary)?)$/, /^(?:мар(?:т[ае]?)?|mar(?:ch)?)$/, /^(?:апр(?:ел[ьяею])?|apr(?:il)?)$/,
  /^(?:ма[йяе]|may)$/, /^(?:июн[ьяею]?|june?)$/, /^(?:июл[ьяею]?|july?)$/, /^(?:авг(?:уст[ае]?)?|aug(?:ust)?)$/,
  /^(?:сент?(?:ябр[ьяею])?|sept?(?:ember)?)$/, /^(?:окт(?:ябр[ьяею])?|oct(?:ober)?)$/, /^(?:ноя(?:б(?:р[ьяею])?)?|nov(?:ember)?)$/, /^(?:дек(?:абр[ьяею])?|dec(?:ember)?)$/,
];

/** Day, month and year: 5 мая 1991 г., 5th of May 1991, 5-May-1991. */
const dayFirst = /^(\d{1,2})(?:st|nd|rd|th|-?го)?[\s.-]+(?:of\s+)?(\p{L}+)\.?[\s,.-]+(\d{4})\s*(?:г(?:ода|од)?\.?)?$/iu;
/** May 5, 1991. */
const monthFirst = /^(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/iu;

/** A date whose month is written as a word, as year, month and day in digits; null for any other text. Whether there is such a day is not looked at. */
export function dateInDigits(text: string): string | null {
  const trimmed = text.trim();
  const [, day = '', name = '', year = ''] = dayFirst.exec(trimmed) ?? [];
  if (year !== '') return inDigits(day, name, year);
  const [, month = '', dayAfter = '', yearLast = ''] = monthFirst.exec(trimmed) ?? [];
  return yearLast === '' ? null : inDigits(dayAfter, month, yearLast);
}

function inDigits(day: string, name: string, year: string): string | null {
  const month = names.findIndex((pattern) => pattern.test(name.toLowerCase())) + 1;
  return month === 0 ? null : `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
}
