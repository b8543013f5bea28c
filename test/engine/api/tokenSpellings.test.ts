import { describe, expect, it } from 'vitest';
import { createPlatformClient } from '#engine/api/client.ts';
import { tokenSpellings } from '#engine/api/tokenSpellings.ts';

const tokens = ['0f9e8d7c6b5a49382716054433221100', 'Tok/en+with"odd&<chars>%5'];

const each = (token: string, spell: (character: string, hex: string, index: number) => string): string =>
  [...token].map((character, index) => spell(character, character.charCodeAt(0).toString(16).padStart(2, '0'), index)).join('');

/** What a server may make of the token; each is a text, written as JSON by the test itself unless it says otherwise. */
const spellings: readonly (readonly [string, (token: string) => string])[] = [
  ['as it is', (token) => token],
  ['in capitals', (token) => token.toUpperCase()],
  ['as \\u00xx', (token) => each(token, (_, hex) => `\\u00${hex}`)],
  ['as \\u00XX, every other character', (token) => each(token, (character, hex, index) => (index % 2 === 0 ? `\\u00${hex.toUpperCase()}` : character))],
  ['as \\xXX', (token) => each(token, (_, hex) => `\\x${hex}`)],
  ['percent-encoded', (token) => each(token, (_, hex) => `%${hex}`)],
  ['percent-encoded twice', (token) => each(token, (_, hex) => `%25${hex.toUpperCase()}`)],
  ['as of encodeURIComponent', (token) => encodeURIComponent(token)],
  ['as decimal entities', (token) => each(token, (character) => `&#${character.charCodeAt(0)};`)],
  ['as hexadecimal entities', (token) => each(token, (_, hex) => `&#x${hex};`)],
  ['as entities, escaped once more', (token) => each(token, (character) => `&amp;#${character.charCodeAt(0)};`)],
  ['as JSON within JSON', (token) => JSON.stringify({ token })],
  ['as JSON within JSON within JSON', (token) => JSON.stringify(JSON.stringify({ token }))],
  ['in base64', (token) => Buffer.from(token).toString('base64')],
  ['in base64 behind one byte', (token) => Buffer.from(`x${token}`).toString('base64')],
  ['in base64 behind two bytes and before others', (token) => Buffer.from(`:)${token}, and more`).toString('base64')],
  ['in base64 of a header', (token) => Buffer.from(`Bearer ${token}`).toString('base64')],
  ['in base64 by lines', (token) => (Buffer.from(`and so it happens that we got Bearer ${token}`).toString('base64').match(/.{1,64}/g) ?? []).join('\r\n')],
  ['in base64url', (token) => Buffer.from(`a?>${token}`).toString('base64url')],
  ['as hex', (token) => Buffer.from(token).toString('hex')],
  ['as HEX with colons', (token) => each(token, (_, hex) => `${hex.toUpperCase()}:`)],
  ['as decimal bytes', (token) => [...Buffer.from(token)].join(', ')],
];

/** Every reading of a text that somebody could get the token back by. */
function readings(text: string): readonly string[] {
  const undo = (from: string): string =>
    from
      .replace(/\\+u([0-9a-f]{4})|\\+x([0-9a-f]{2})|%([0-9a-f]{2})|&#x([0-9a-f]+);/gi, (_, u?: string, x?: string, percent?: string, entity?: string) => String.fromCodePoint(Number.parseInt(u ?? x ?? percent ?? entity ?? '', 16)))
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replace(/&amp;/g, '&')
      .replace(/\\(["\\/])/g, '$1');
  const once = undo(text);
  const layers = [text, once, undo(once), undo(undo(once))];
  const packed = text.replace(/[\s:]|\\r|\\n/g, '').match(/[A-Za-z0-9+/_-]{16,}/g) ?? [];
  const unpacked = packed.flatMap((run) => [...[0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('latin1')), Buffer.from(run, 'hex').toString('latin1')]);
  return [...layers, ...unpacked].map((one) => one.toLowerCase());
}

describe.each(tokens)('a token that a server says back', (token) => {
  const client = (body: string, headers: Record<string, string> = {}, status = 400) =>
    createPlatformClient({
      access: { baseUrl: 'https://example.com', token, tokenInBody: true },
      transport: { send: () => Promise.resolve({ status, headers, body: Buffer.from(body) }), close: () => Promise.resolve() },
      now: () => 0,
    }).updateBatch({ requestId: 'r', body: Buffer.from('x'), profiles: 1, signal: new AbortController().signal });

  it.each(spellings)('%s reaches neither words nor the answer that is kept', async (_, spell) => {
    const said = spell(token);
    const xml = said.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    for (const [status, body] of [
      [400, JSON.stringify({ error: 400, error_text: `no right for ${said} here` })],
      [200, JSON.stringify({ error: 0, result: [{ error: 9, error_text: `no right for ${said} here`, [said]: 1 }] })],
      [200, `<xml><error>0</error><result><error>9</error><error_text>${xml}</error_text></result></xml>`],
      [502, `<html><body>no right for ${said} here</body></html>`],
    ] as const) {
      const { outcome, answer } = await client(body, {}, status);
      const kept = JSON.stringify(outcome) + Buffer.from(answer ?? []).toString('utf8');
      expect(readings(kept).filter((reading) => reading.includes(token.toLowerCase()))).toEqual([]);
      expect(outcome.kind).toBe(status === 400 ? 'refused' : status === 200 ? 'answered' : 'later');
    }
  });

  it('written raw as \\u00xx in the answer’s own JSON does not reach them either', async () => {
    const { outcome, answer } = await client(`{"error":400,"error_text":"for ${each(token, (_, hex) => `\\u00${hex}`)}"}`);
    expect(JSON.parse(Buffer.from(answer ?? []).toString())).toEqual({ error: 400, error_text: 'for [token]' });
    expect(outcome).toMatchObject({ text: 'for [token]' });
  });

  it('in an address that is redirected to does not reach words', async () => {
    const { outcome } = await client('', { location: `https://${token.slice(0, 32).replace(/[^a-z0-9]/gi, '')}.example/?t=${encodeURIComponent(token)}` }, 302);
    expect(JSON.stringify(outcome)).not.toContain(encodeURIComponent(token));
  });
});

it('answers in which it does not stand are kept to the byte', () => {
  const spellings = tokenSpellings(tokens[0] ?? '');
  const body = Buffer.from('{"error":0,"result":[{"error":0,"error_text":"Операция \\"ок\\"\\n","profile_id":"663a138cee44bb50a67115cd"}]}');
  expect(spellings.mayBeIn(body)).toBe(false);
  expect(spellings.removedFrom('100 % of 5f3a, &amp; \\u0041')).toBe('100 % of 5f3a, &amp; \\u0041');
});

it('a token of three letters is taken from words, and no answer is broken by it', () => {
  expect(tokenSpellings('abc').removedFrom('token abc is odd')).toBe('token [token] is odd');
});

it('any token that can be given is looked for, whatever its characters', () => {
  const all = Array.from({ length: 0x7e - 0x20 }, (_, index) => String.fromCharCode(0x21 + index));
  for (const token of [...all, all.join(''), all.toReversed().join(''), ...all.map((one) => `a-token${one}of-a-test`)]) {
    expect(tokenSpellings(token).removedFrom(`<${token}>`)).not.toBe(`<${token}>`);
  }
});
