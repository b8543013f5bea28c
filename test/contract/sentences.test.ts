import { describe, expect, it } from 'vitest';
import { faultCodes, type FaultDetail } from '#contract/faults.ts';
import { pauseReasons, type Pause } from '#contract/job.ts';
import { explain, explainPause, inOneLine, outcomeWords } from '#contract/sentences.ts';

const everyDetail: FaultDetail = {
  name: 'clients.xlsx', sheet: 'Profiles', sheets: ['One', 'Two'], column: 'C', columns: ['Email', '@D'], headerRow: 3, line: 17,
  problems: ['fields[0].type: wrong'], state: 'running', limit: 'rows', max: 1_048_576, url: 'http://example.com', host: 'example.com',
  server: 'other.example.com', reason: 'EACCES', text: 'No access', httpStatus: 403, code: 403, command: 'startJob', counts: '1 and 2',
};

function expectSentences(sentences: { what: string; meaning: string; action: string }): void {
  for (const sentence of [sentences.what, sentences.meaning, sentences.action]) {
    expect(sentence).toMatch(/^\S.*[.”]$/);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\s{2}|\.\./);
  }
}

function pause(change: Partial<Pause>): Pause {
  return { reason: 'asked', httpStatus: null, code: null, text: null, at: '2024-03-01T10:00:00Z', ...change };
}

describe('Explaining a fault', () => {
  it.each(faultCodes)('%s has three whole sentences, with and without details', (code) => {
    expectSentences(explain({ code, detail: {} }));
    expectSentences(explain({ code, detail: everyDetail }));
  });

  it('names the file, the sheet and the columns the fault knows of', () => {
    expect(explain({ code: 'source-encrypted', detail: { name: 'clients.xlsx' } }).what).toContain('“clients.xlsx”');
    const sheet = inOneLine(explain({ code: 'sheet-missing', detail: { name: 'clients.xlsx', sheet: 'Profiles', sheets: ['One', 'Two'] } }));
    expect(sheet).toContain('“Profiles”');
    expect(sheet).toContain('One, Two');
    expect(explain({ code: 'recipe-columns', detail: { columns: ['Client No', '@D'] } }).what).toContain('Client No, @D');
    expect(explain({ code: 'csv-broken', detail: { name: 'a.csv', line: 17 } }).what).toContain('line 17');
  });

  it('knows the file under either name that a fault gives it', () => {
    expect(explain({ code: 'source-damaged', detail: { file: 'clients.xlsx', reason: 'checksum' } }).what).toBe('The file “clients.xlsx” is damaged (checksum).');
    expect(explain({ code: 'job-busy', detail: { file: 'march.importjob' } }).what).toContain('“march.importjob”');
  });

  it('says which bound of the reader was hit', () => {
    const { what } = explain({ code: 'source-too-large', detail: { file: 'clients.xlsx', limit: 'columns', max: 16_384 } });
    expect(what).toContain('too many columns; at most 16384');
  });

  it('repeats the server’s own words with their numbers', () => {
    expect(explain({ code: 'server-refused', detail: { text: 'Token expired', httpStatus: 401, code: 401 } }).what).toContain(
      '“Token expired” (HTTP 401, code 401)',
    );
  });

  it('does not quote words or numbers the server never gave', () => {
    const { what } = explain({ code: 'server-refused', detail: { text: '', httpStatus: 0, code: 0 } });
    expect(what).toBe('The server refused the request.');
  });
});

describe('Explaining a pause', () => {
  it.each(pauseReasons)('%s has three whole sentences', (reason) => {
    expectSentences(explainPause(pause({ reason })));
    expectSentences(explainPause(pause({ reason, httpStatus: 403, code: 403, text: 'No access to database 7' })));
  });

  it('quotes what the server answered', () => {
    const { what } = explainPause(pause({ reason: 'rights', httpStatus: 403, code: 403, text: 'No access to database 7' }));
    expect(what).toContain('“No access to database 7” (HTTP 403, code 403)');
  });
});

describe('Why a stream waits', () => {
  it('is said in words for the outcomes that make it wait', () => {
    expect(outcomeWords('throttled')).toBe('the server asked to slow down');
    expect(outcomeWords('timed-out')).toBe('no answer came in time');
  });

  it('stays a sentence for an outcome it does not know', () => {
    expect(outcomeWords('constructor')).toBe('the last request did not succeed (constructor)');
  });
});
