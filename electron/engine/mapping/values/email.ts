import { foreignLetters } from '#contract/alphabets.ts';
import { Refusal, withoutHidden, type Reader, type Reading } from './reader.ts';

const mixedAlphabets = new Refusal('mixed-alphabets');
const incorrectEmail = new Refusal('incorrect-email');

/** RFC 5321 4.5.3.1: 64 octets before the @; 254 for the whole follows from its limit on a path. */
const longest = 254;
const longestLocal = 64;

/** The dot-string of RFC 5321 with letters of any script (RFC 6531); quoted local parts, which nobody has, are refused. */
const local = /^(?!\.)(?!.*\.\.)(?!.*\.$)[^\s\p{C}@"(),:;<>[\\\]]+$/u;
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;
/** At least two labels; the last has a letter, so that an IP address is no domain. */
const domain = new RegExp(String.raw`^(?:${label}\.)+(?=[\p{N}-]*\p{L})[\p{L}\p{N}][\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$`, 'u');
/** Nearly every address there is, without the cost of Unicode classes. */
const usual = /^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$/;

/**
 * An address as typed, its domain in lower case; the part before the @ stays, as RFC 5321 leaves its case to the
 * receiving server. Domains in other scripts stay as they are. Refusals: incorrect-email, and mixed-alphabets for a word with
 * letters of two, one of which nobody meant.
 */
export const emailReader: Reader<string> = {
  // Letters of full width and ligatures are what they stand for (NFKC).
  text: (text) => (isUsual(text) ? text : readEmail(withoutHidden(text).normalize('NFKC'))),
  number: () => incorrectEmail,
  bool: () => incorrectEmail,
  date: () => incorrectEmail,
};

/** Letters without their dot, and those of phonetics and capitals in small, which are taken for the usual ones: ı for i, ɑ for a. Domains may have them: those of Turkey do. */
const likeUsual = /[\u0131\u0237\u0251\u0261\u0269\u026A\u026F\u1D00-\u1D22\uA731]/u;

const dot = 46;
const hyphen = 45;

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isSmall = (unit: number): boolean => unit >= 97 && unit <= 122;
const isLocal = (unit: number): boolean => isSmall(unit) || isDigit(unit) || (unit >= 65 && unit <= 90) || unit === 95 || unit === 43 || unit === hyphen;

/** What the expression `usual` takes with a domain in small letters, told by one walk: nothing of it has to be changed. */
function isUsual(text: string): boolean {
  const end = text.indexOf('@');
  if (end < 1 || end > longestLocal || text.length > longest) return false;
  let before = dot;
  for (let index = 0; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === dot ? before === dot : !isLocal(unit)) return false;
    before = unit;
  }
  return before !== dot && isUsualDomain(text, end + 1);
}

/** Labels of small letters, digits and hyphens inside, at least two of them, the last of letters alone. */
function isUsualDomain(text: string, from: number): boolean {
  let label = from;
  let letters = true;
  for (let index = from; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const atEdge = index === label;
    if (unit === dot) {
      if (atEdge || index - label > 63 || text.charCodeAt(index - 1) === hyphen) return false;
      label = index + 1;
      letters = true;
    } else if (!isSmall(unit)) {
      if (!isDigit(unit) && (unit !== hyphen || atEdge)) return false;
      letters = false;
    }
  }
  return label > from && letters && text.length - label >= 2 && text.length - label <= 24;
}

function readEmail(text: string): Reading<string> {
  const at = text.lastIndexOf('@');
  if (text.length > longest || at < 1 || at > longestLocal) return incorrectEmail;
  const host = text.slice(at + 1);
  if (!usual.test(text)) {
    if (!local.test(text.slice(0, at)) || likeUsual.test(text.slice(0, at)) || !domain.test(host)) return incorrectEmail;
    if (foreignLetters(text).length > 0) return mixedAlphabets;
  }
  return `${text.slice(0, at)}@${host.toLowerCase()}`;
}
