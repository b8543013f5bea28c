import { isIP } from 'node:net';
import { Refusal, withoutHidden, type Reader, type Reading } from './reader.ts';
import { textReader } from './text.ts';

const incorrectIp = new Refusal('incorrect-ip');
const incorrectVersion = new Refusal('incorrect-version');

/** An IPv4 or IPv6 address as written. Refusal: incorrect-ip. */
export const ipReader: Reader<string> = {
  text: (raw) => {
    const text = withoutHidden(raw);
    // A zone index ("%eth0") means something on one machine only.
    return isIP(text) === 0 || text.includes('%') ? incorrectIp : text;
  },
  number: () => incorrectIp,
  bool: () => incorrectIp,
  date: () => incorrectIp,
};

/** The manual has the type in a table only; up to four numbers and what semantic versions put behind them. */
const versionPattern = /^\d{1,10}(?:\.\d{1,10}){0,3}(?:[-+][0-9A-Za-z.-]{1,100})?$/;

/** A version such as 1.12.0. A number is taken as shown: 1.10 is not 1.1. Refusal: incorrect-version. */
export const versionReader: Reader<string> = {
  text: versionText,
  number: (cell) => {
    const shown = textReader.number(cell);
    return typeof shown === 'string' ? versionText(shown) : shown;
  },
  bool: () => incorrectVersion,
  // Excel takes 1.2.2024 for a day, and what was typed is lost.
  date: () => incorrectVersion,
};

function versionText(raw: string): Reading<string> {
  const text = withoutHidden(raw).replace(/^v(?=\d)/i, '');
  return versionPattern.test(text) ? text : incorrectVersion;
}
