/** Beginnings of the months' names in Russian, Ukrainian, English, German, French, Spanish, Italian and Polish. */
const months = [
  'янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек',
  'січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру',
  'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mrz|mai|okt|dez',
  'fév|avr|juin|juil|aoû|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru',
].join('|');
const pattern = new RegExp(String.raw`(?<!\p{L})(?:${months})\p{L}*`, 'iu');

/** Whether a text has the name of a month beside the digits of a day or a year. */
export function hasMonthName(text: string): boolean {
  return text.length <= 64 && /\d/.test(text) && pattern.test(text);
}
