import iconv from 'iconv-lite';

/** Encodings that are offered, by their names on the web (WHATWG Encoding), the usual ones first. */
export const encodingNames = [
  'utf-8', 'windows-1251', 'ibm866', 'koi8-r', 'koi8-u', 'windows-1252', 'windows-1250', 'utf-16le', 'utf-16be',
  'iso-8859-1', 'iso-8859-2', 'iso-8859-5', 'iso-8859-15', 'windows-1253', 'windows-1254', 'windows-1257', 'cp850', 'cp852', 'macintosh', 'maccyrillic',
] as const;

/** Other names that people write. */
const aliases: Readonly<Record<string, string>> = {
  utf8: 'utf-8', utf8bom: 'utf-8', utf8sig: 'utf-8', ansi: 'windows-1251', dos: 'ibm866', oem: 'ibm866', oem866: 'ibm866', cp866: 'ibm866', ibm866: 'ibm866', '866': 'ibm866', koi8: 'koi8-r',
  utf16: 'utf-16', unicode: 'utf-16le', utf16le: 'utf-16le', utf16be: 'utf-16be', ucs2: 'utf-16le', latin1: 'iso-8859-1', latin2: 'iso-8859-2', mac: 'macintosh', macroman: 'macintosh',
  xmaccyrillic: 'maccyrillic', '850': 'cp850', '852': 'cp852', ibm850: 'cp850', ibm852: 'cp852',
};

/** What decoders of bytes know besides, and no text is written in. */
const noEncodings: ReadonlySet<string> = new Set(['hex', 'base64', 'binary', 'base64url']);

/** The one name of an encoding, whatever people call it: 1251, cp1251, Windows-1251; null where there is none. */
export function encodingName(text: string): string | null {
  const plain = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const windows = /^(?:cp|win|windows|ms|mscp|xcp|ansi)?(125[0-8])$/.exec(plain)?.[1];
  if (windows !== undefined) return `windows-${windows}`;
  const known = encodingNames.find((name) => name.replace(/-/g, '') === plain) ?? aliases[plain];
  if (known !== undefined) return known;
  return !noEncodings.has(plain) && iconv.encodingExists(text) ? text.toLowerCase() : null;
}
