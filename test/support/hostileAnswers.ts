import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { httpAnswer } from './rawServer.ts';

/** What a job of six rows has come to after its first run against a server that answers so. */
export interface CameTo {
  readonly accepted?: number;
  readonly failed?: number;
  readonly unknown?: number;
  readonly notSent?: number;
  /** Finished where it is left out. */
  readonly pause?: string;
  /** Of every failed row. */
  readonly code?: number | null;
  /** In the words of every failed row. */
  readonly text?: string;
  readonly calledErrors?: number;
}

export interface HostileAnswer {
  readonly name: string;
  /** Whether the server applies what it answers so. */
  readonly applies: boolean;
  /** The bytes on the line for a request with so many profiles; none: the line is cut. */
  readonly bytes: (profiles: number) => Buffer | null;
  readonly cameTo: CameTo;
}

const rows = 6;
const all = { accepted: rows };
const open = { unknown: rows, pause: 'server' };

type Row = (index: number) => string;
const accepted: Row = (index) => `{"error":0,"error_text":"ok","profile_id":"p${index}"}`;
const list = (profiles: number, row: Row): string => `[${Array.from({ length: profiles }, (_, index) => row(index)).join(',')}]`;
const whole = (profiles: number, row: Row, error = '0'): string => `{"error":${error},"error_text":"all","result":${list(profiles, row)}}`;

/** Every row's `error` is this piece of JSON. */
function rowsOf(error: string, cameTo: CameTo): HostileAnswer {
  const row: Row = () => `{"error":${error},"error_text":"odd","profile_id":"x"}`;
  return { name: `error ${error} of every row`, applies: cameTo.failed === undefined, bytes: (profiles) => httpAnswer(200, whole(profiles, row)), cameTo };
}

/** The `error` of the whole is this piece of JSON, beside a full result. */
function besideResult(error: string, calledErrors = 0): HostileAnswer {
  return { name: `error ${error} beside a full result`, applies: true, bytes: (profiles) => httpAnswer(200, whole(profiles, accepted, error)), cameTo: { ...all, calledErrors } };
}

/** The `error` of the whole is this piece of JSON, and there is no result. */
function alone(error: string, cameTo: CameTo, applies = false): HostileAnswer {
  return { name: `error ${error} and no result`, applies, bytes: () => httpAnswer(200, `{"error":${error},"error_text":"whole"}`), cameTo };
}

/** A body under 200 from which nothing can be learned, or all. */
function body(name: string, text: (profiles: number) => string | Buffer, cameTo: CameTo = open): HostileAnswer {
  return { name, applies: true, bytes: (profiles) => httpAnswer(200, text(profiles)), cameTo };
}

function line(name: string, bytes: (profiles: number) => Buffer | null, cameTo: CameTo, applies = true): HostileAnswer {
  return { name, applies, bytes, cameTo };
}

const packed = (encoding: string, pack: (text: string) => Buffer) => (profiles: number): Buffer =>
  httpAnswer(200, pack(whole(profiles, accepted)), { 'content-encoding': encoding });
const interim = (text: string) => (profiles: number): Buffer => Buffer.concat([Buffer.from(text), httpAnswer(200, whole(profiles, accepted))]);
const refused = (code: number | null, text = 'odd'): CameTo => ({ failed: rows, code, text });
const status = (number: number, cameTo: CameTo, headers: Readonly<Record<string, string>> = {}): HostileAnswer => ({
  name: `HTTP ${number} ${Object.entries(headers).flat().join(' ')}`.trim(), applies: false, bytes: () => httpAnswer(number, '', headers), cameTo,
});

/** One and the same long text for each row and for the whole. */
function wordy(name: string, text: string): readonly HostileAnswer[] {
  const said = JSON.stringify(text);
  const cameTo: CameTo = { failed: rows, code: 400, text: '' };
  return [
    line(`error_text of ${name}, again and again`, (profiles) => httpAnswer(200, whole(profiles, () => `{"error":400,"error_text":${said}}`)), cameTo, false),
    line(`error_text of the whole of ${name}, again and again`, () => httpAnswer(200, `{"error":400,"error_text":${said}}`), cameTo, false),
  ];
}

/** What a server may repeat without end, so that a search for anything in it begins anew at each character or never gets on. */
export const longWords: ReadonlyMap<string, string> = new Map([
  ['Z', 'Z'], ['a-', 'a-'], ['percent escapes', '%41'], ['percent signs', '%25'], ['\\u0041', '\\u0041'], ['\\\\u0041', '\\\\u0041'], ['\\u0', '\\u0'], ['&#65;', '&#65;'], ['&#0', '&#0'], ['&amp;', '&amp;'],
  ['&amp;#x25;41', '&amp;#x25;41'], ['backslashes', '\\'], ['base64', 'MGY5ZThkN2M2YjVhNDkzODI3MTYwNTQ0'], ['half a token', 'a-token-of-a-'], ['half a token with gaps', 'a \u200b-\n t\\no\\rk '], ['spaces', ' '], ['\\n', '\\n'], ['0x', '0x'],
  ['zeros', '0'], ['decimal bytes', '97, 45,'], ['letters and dots', 'aaa...'], ['@', '@'], ['commas', ','], ['quotes', '“'], ['one at sign behind letters', `${'a'.repeat(99)}@`], ['telephone numbers', '+380 (67) 123-45-'], ['<', '<'], ['open scripts', '<script'], ['full stops', '.'],
]);

export const hostileAnswers: readonly HostileAnswer[] = [
  ...['0', '-0', '0.0', '0e5', '"0"'].map((error) => rowsOf(error, all)),
  ...['404', '404.0', '4.04e2', '"404"'].map((error) => rowsOf(error, refused(404))),
  rowsOf('-7', refused(-7)),
  rowsOf('9007199254740991', refused(9007199254740991)),
  ...['0.5', '-0.5', '1e300', '-1e300', '1e400', '9007199254740993', '404.5'].map((error) => rowsOf(error, refused(null, 'error '))),
  ...['"-0"', '"00"', '" 0"', '"0.5"', '""', '"zero"', 'null', 'true', 'false', '[]', '[0]', '{}', '{"code":0}'].map((error) => rowsOf(error, open)),
  body('rows without an error', (profiles) => whole(profiles, () => '{"error_text":"ok"}')),
  body('rows that are numbers', (profiles) => whole(profiles, () => '0')),
  body('one row of three unreadable', (profiles) => whole(profiles, (index) => (index === 1 ? 'null' : accepted(index))), { accepted: 4, unknown: 2 }),
  ...['0', '"0"', '-0', 'null', '"x"', '0.5', '1e300', '[]'].map((error) => besideResult(error)),
  ...['500', '"500"', '401', '404.0', '-1'].map((error) => besideResult(error, 2)),
  ...['0.5', '1e300', '-1e300', '1e400', '9007199254740993', '0', '"0"', '-0', 'null', 'true', '[]', '{}'].map((error) => alone(error, open, true)),
  alone('500', open, true),
  alone('"503"', open, true),
  alone('429', { notSent: rows, pause: 'server' }),
  alone('401', { notSent: rows, pause: 'token' }),
  alone('"402"', { notSent: rows, pause: 'limit' }),
  alone('-1', { notSent: rows, pause: 'refused' }),
  alone('400', { failed: rows, code: 400, text: 'whole' }),
  alone('413.0', { failed: rows, code: 413, text: 'whole' }),
  body('a second key error 500 after the result', (profiles) => `{"error":0,"result":${list(profiles, accepted)},"error":500}`, { ...all, calledErrors: 2 }),
  body('a second key error 0 in a row that was refused', (profiles) => whole(profiles, () => '{"error":404,"error":0}'), all),
  body('__proto__ and constructor', (profiles) => `{"__proto__":{"error":500},"constructor":1,"error":0,"result":${list(profiles, accepted)}}`, all),
  body('a result one too short', (profiles) => whole(profiles - 1, accepted), { unknown: rows, pause: 'unsettled' }),
  body('a result one too long', (profiles) => whole(profiles + 1, accepted), { unknown: rows, pause: 'unsettled' }),
  body('a result without rows', () => '{"error":0,"result":[]}', { unknown: rows, pause: 'unsettled' }),
  ...['{}', 'null', '"ok"', '7', '{"0":{"error":0}}'].map((result) => body(`a result ${result}`, () => `{"error":0,"result":${result}}`)),
  body('a profile_id that is a number', (profiles) => whole(profiles, (index) => `{"error":0,"profile_id":${index + 100}}`), all),
  body('a profile_id of every other kind', (profiles) => whole(profiles, (index) => `{"error":0,"profile_id":${['null', '{}', '1.5'][index]}}`), all),
  ...['7', '{"a":[1]}', '["x"]', 'false'].map((text) =>
    line(`error_text ${text}`, (profiles) => httpAnswer(200, whole(profiles, () => `{"error":9,"error_text":${text}}`)), refused(9, text), false)),
  line('error_text null', (profiles) => httpAnswer(200, whole(profiles, () => '{"error":9,"error_text":null}')), refused(9, ''), false),
  line('error_text with NUL, ESC and half a character', (profiles) => httpAnswer(200, whole(profiles, () => '{"error":9,"error_text":"a\\u0000\\u001b[2J\\ud800b"}')), refused(9, 'a'), false),
  line('error_text of a million characters', (profiles) => httpAnswer(200, whole(profiles, () => `{"error":9,"error_text":"${'long '.repeat(200_000)}"}`)), refused(9, 'long long'), false),
  ...[...longWords].flatMap(([name, piece]) => wordy(name, piece.repeat(40_000 / piece.length))),
  body('a byte order mark', (profiles) => `\uFEFF${whole(profiles, accepted)}`, all),
  body('XML though JSON was asked for', (profiles) => `<xml><error>0</error>${'<result><error>0</error></result>'.repeat(profiles)}</xml>`, all),
  body('XML with odd codes', (profiles) => `<xml><error>0</error>${'<result><error>0.5</error><error_text>odd</error_text></result>'.repeat(profiles)}</xml>`, refused(null, 'error 0.5: odd')),
  ...['', ' ', 'null', '[]', '"x"', '{', '{}', 'NaN', '{error:0}', '\0', '{"error":0}{"error":0}'].map((text) => body(`the body ${JSON.stringify(text)}`, () => text)),
  // No proxy that hides behind success is the platform.
  body('"<html>ok</html>"', () => '<html>ok</html>', { unknown: rows, pause: 'between' }),
  body('UTF-16', (profiles) => Buffer.from(whole(profiles, accepted), 'utf16le')),
  body('nesting without end', () => '['.repeat(200_000)),
  body('objects without end', () => '{"a":'.repeat(100_000)),
  line('100 Continue nobody asked for', interim('HTTP/1.1 100 Continue\r\n\r\n'), all),
  line('103 Early Hints', interim('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'), all),
  line('gzip unasked', packed('gzip', gzipSync), all),
  line('deflate unasked', packed('deflate', deflateSync), all),
  line('bare deflate unasked', packed('deflate', deflateRawSync), all),
  line('br unasked', packed('br', brotliCompressSync), all),
  line('gzip that is none', (profiles) => httpAnswer(200, whole(profiles, accepted), { 'content-encoding': 'gzip' }), open),
  line('101', () => Buffer.from('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'), open),
  line('a line cut before an answer', () => null, open),
  line('HTTP/1.0', (profiles) => Buffer.from(`HTTP/1.0 200 OK\r\ncontent-length: ${Buffer.byteLength(whole(profiles, accepted))}\r\n\r\n${whole(profiles, accepted)}`), all),
  status(204, open),
  status(301, { notSent: rows, pause: 'address' }, { location: 'https://elsewhere.example/x' }),
  status(307, { notSent: rows, pause: 'address' }, { location: '/api/v1.1/profiles/update_batch' }),
  status(307, { notSent: rows, pause: 'address' }, { location: 'http://[' }),
  status(407, { notSent: rows, pause: 'between' }),
  status(418, { notSent: rows, pause: 'refused' }),
  status(429, { notSent: rows, pause: 'server' }, { 'retry-after': 'Wed, 01 Jan 2098 00:00:00 GMT' }),
  status(429, { notSent: rows, pause: 'server' }, { 'retry-after': '-1e9' }),
  status(503, open, { 'retry-after': '999999999' }),
  status(599, open),
  status(999, open),
];
