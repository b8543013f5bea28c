import { describe, expect, it } from 'vitest';
import { envelope, envelopeBytes, readAnswer } from '#engine/queue/envelope.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const read = (text: string): { id: string; body: string } | null => {
  const answer = readAnswer(bytes(text));
  return answer === null ? null : { id: answer.id, body: Buffer.from(answer.body).toString('utf8') };
};

describe('a message of the queue', () => {
  it('has the three members of the manual around the very bytes of the body', () => {
    const body = '{"token":"t","db_id":7,"data":[{"n":1.10},{"s":"й\\u0301"}]}';
    const message = Buffer.from(envelope('a"b', 'api/v1.1/profiles/update_batch', bytes(body))).toString('utf8');
    expect(message).toBe(`{"request_id":"a\\"b","request":"api/v1.1/profiles/update_batch","body":${body}}`);
    expect(JSON.parse(message)).toMatchObject({ request_id: 'a"b', body: { token: 't', db_id: 7 } });
    expect(envelopeBytes('a"b', 'api/v1.1/profiles/update_batch')).toBe(message.length - body.length);
  });

  it('gives an answer byte for byte, so that a number keeps all its digits', () => {
    const body = '{"error":0,"result":[{"error":0,"profile_id":12345678901234567890123},{"error_text":"\\"}]{,: \\\\"}]}';
    expect(read(`{"body":${body},"request_id":"x-1"}`)).toEqual({ id: 'x-1', body });
    expect(read(` {\n"request_id" : "x-1" ,\n "account_id": 3, "body" : ${body} }\n`)).toEqual({ id: 'x-1', body });
    expect(read(`\uFEFF{"request_id":"x-1","body":${body}}`)).toEqual({ id: 'x-1', body });
  });

  it('reads an answer that is carried as a text', () => {
    expect(read('{"request_id":"x","body":"{\\"error\\":400}"}')).toEqual({ id: 'x', body: '{"error":400}' });
  });

  it.each(['', 'null', '[]', '"x"', '{', '{"body":{}}', '{"request_id":"x"}', '{"request_id":7,"body":{}}', '{"request_id":"","body":{}}', '{"request_id":"x","body":{}', '{"request_id":"x","request":"api","body":{}}', '{"body":{},"request":null,"request_id":"x"}'])('takes %j for no answer of ours', (text) => {
    expect(read(text)).toBeNull();
  });

  it('takes the last of members that stand twice, as JSON does', () => {
    expect(read('{"request_id":"a","request_id":"b","body":1,"body":{"error":0}}')).toEqual({ id: 'b', body: '{"error":0}' });
  });
});
