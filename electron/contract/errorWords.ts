/**
 * Words that Excel writes for a value it could not work out, in English, Russian and German (Microsoft, "ERROR.TYPE
 * function", and the same page in those languages). Other programs write them in lower case, too.
 */
const errorWords: ReadonlySet<string> = new Set([
  '#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#NULL!', '#SPILL!', '#CALC!', '#FIELD!', '#BLOCKED!', '#CONNECT!',
  '#UNKNOWN!', '#GETTING_DATA', '#BUSY!', '#PYTHON!', '#EXTERNAL!', '#N/A!', '#ERROR!',
  '#Н/Д', '#ССЫЛКА!', '#ЗНАЧ!', '#ДЕЛ/0!', '#ИМЯ?', '#ЧИСЛО!', '#ПУСТО!', '#ПЕРЕНОС!', '#ВЫЧИСЛ!', '#ПОЛЕ!', '#ЗАБЛОКИРОВАНО!',
  '#ПОДКЛЮЧИТЬ!', '#НЕИЗВЕСТНО!', '#ПЕРЕГРУЗКА!',
  '#NV', '#BEZUG!', '#WERT!', '#ZAHL!', '#ÜBERLAUF!', '#KALK!', '#FELD!',
]);

const mark = 35;

/**
 * Whether a text is what Excel writes in place of a value: an error word, or `####` of a column too narrow. White space
 * around it does not count.
 */
export function isErrorWord(text: string): boolean {
  // Nearly all texts are told by their first character: white space, or none of the marks in front of #.
  if (text.charCodeAt(0) > mark && text.charCodeAt(0) < 128) return false;
  const word = text.trim();
  return word.charCodeAt(0) === mark && (/^##+$/.test(word) || errorWords.has(word.toUpperCase()));
}
