import { isOneEditAway } from '#contract/distance.ts';
import { ofTexts, type CellMend } from './cellMend.ts';

/** Providers of mail whose domains are typed by millions of people. */
const wellKnown: readonly string[] = [
  'gmail.com', 'googlemail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'icloud.com', 'live.com', 'aol.com', 'msn.com', 'protonmail.com', 'proton.me', 'me.com', 'mac.com',
  'mail.ru', 'inbox.ru', 'list.ru', 'bk.ru', 'internet.ru', 'yandex.ru', 'yandex.com', 'yandex.by', 'yandex.kz', 'ya.ru', 'rambler.ru', 'lenta.ru', 'autorambler.ru', 'myrambler.ru', 'vk.com',
  'ukr.net', 'meta.ua', 'tut.by', 'mail.kz', 'gmx.de', 'gmx.net', 'gmx.com', 'gmx.at', 'web.de', 't-online.de', 'freenet.de', 'orange.fr', 'wanadoo.fr', 'laposte.net', 'hotmail.fr', 'yahoo.fr',
  'libero.it', 'hotmail.it', 'yahoo.it', 'interia.pl', 'onet.pl', 'seznam.cz', 'inbox.lv', 'yahoo.co.uk', 'hotmail.co.uk', 'comcast.net', 'verizon.net', 'yahoo.de', 'hotmail.de', 'outlook.de',
];

/** Domains that are near to those, and real as well. */
const others: ReadonlySet<string> = new Set([
  'ymail.com', 'email.com', 'mail.com', 'hotmail.es', 'yahoo.ca', 'yahoo.es', 'yahoo.in', 'outlook.es', 'outlook.fr', 'outlook.it', 'outlook.pt', 'yandex.ua', 'yandex.net', 'yandex.uz', 'gmx.ch', 'rambler.ua',
  'gmail.ru', 'interia.eu', 'onet.eu', 'onet.com.pl', 'hotmail.be', 'hotmail.ca', 'hotmail.ch', 'hotmail.nl', 'outlook.at', 'outlook.ru', 'hotmail.ru', 'yahoo.com.br', 'gmail.de',
]);

const known: ReadonlySet<string> = new Set([...wellKnown, ...others]);

/** Shorter ones have too many neighbours that are real: mil.ru, mai.ru, email.ru, line.com. */
const shortest = 9;
const long = wellKnown.filter((domain) => domain.length >= shortest);

/** So only what is certainly none of those. */
const mistypedShort: ReadonlyMap<string, string> = new Map([
  ...['mial.ru', 'maill.ru', 'mali.ru', 'maol.ru', 'maiil.ru', 'mmail.ru', 'mail.ruu', 'mail.rru', 'mail.r', 'mail.ur', 'mailru', 'mail.ri', 'meil.ru', 'maik.ru'].map((typed) => [typed, 'mail.ru'] as const),
  ...['inbx.ru', 'inboks.ru', 'inbox.ruu', 'inobx.ru', 'imbox.ru', 'inboxru'].map((typed) => [typed, 'inbox.ru'] as const),
  ...['lsit.ru', 'listt.ru', 'list.ruu', 'listru'].map((typed) => [typed, 'list.ru'] as const),
  ...['bk.ruu', 'bkru'].map((typed) => [typed, 'bk.ru'] as const),
  ...['yaru', 'ya.ruu'].map((typed) => [typed, 'ya.ru'] as const),
]);

/** Top-level domains that do not exist, and what was meant. */
const noSuchTop: ReadonlyMap<string, string> = new Map([
  ...['con', 'cmo', 'ocm', 'vom', 'xom', 'comm', 'coom', 'ccom', 'cpm', 'clm', 'c0m', 'cim', 'conm', 'copm', 'coml'].map((typed) => [typed, 'com'] as const),
  ...['ry', 'tu', 'ruu', 'rru', 'ri', 'ruy', 'rui', 'r'].map((typed) => [typed, 'ru'] as const),
  ...['ney', 'nte', 'nett', 'ent'].map((typed) => [typed, 'net'] as const),
]);

/** Names that nobody has under another top-level domain. */
const single: ReadonlyMap<string, string> = new Map([['gmail', 'gmail.com'], ['googlemail', 'googlemail.com'], ['icloud', 'icloud.com'], ['gmailcom', 'gmail.com'], ['rambler', 'rambler.ru']]);

/**
 * The domain that was meant by one that is mistyped; null where it is right as far as can be known, or where two are as
 * near. Only known mistakes, and one letter more, less, changed or swapped in a well-known domain of nine letters or more.
 */
export function meantDomain(typed: string): string | null {
  const host = typed.trim().toLowerCase();
  if (known.has(host)) return null;
  const plain = host.replace(/[,;:/\s]+/g, '.').replace(/\.{2,}/g, '.').replace(/^\.|\.$/g, '');
  if (plain !== host && known.has(plain)) return plain;
  const found = nearest(plain) ?? withRealTop(plain);
  return found ?? (plain !== host && /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}$/u.test(plain) ? plain : null);
}

function nearest(host: string): string | null {
  const short = mistypedShort.get(host) ?? single.get(host);
  if (short !== undefined) return short;
  const near = long.filter((domain) => isOneEditAway(host, domain));
  const [first] = near;
  if (first !== undefined) return near.length === 1 ? first : null;
  return null;
}

function withRealTop(host: string): string | null {
  const dot = host.lastIndexOf('.');
  const top = dot < 1 ? undefined : noSuchTop.get(host.slice(dot + 1));
  if (top === undefined) return null;
  const repaired = `${host.slice(0, dot)}.${top}`;
  // Both may be mistyped: gmial.con.
  return known.has(repaired) ? repaired : (nearest(repaired) ?? repaired);
}

/** The domain is what stands behind the last @; two of them in a row are one. */
export const domainMend: CellMend = ofTexts((text) => {
  const single = text.trim().replace(/@{2,}/g, '@');
  const at = single.lastIndexOf('@');
  if (at < 1 || single.indexOf('@') !== at || /\s/.test(single.slice(0, at))) return null;
  const meant = meantDomain(single.slice(at + 1));
  if (meant !== null) return `${single.slice(0, at)}@${meant}`;
  return single.length < text.trim().length ? single : null;
});
