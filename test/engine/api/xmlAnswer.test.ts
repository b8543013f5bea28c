import { describe, expect, it } from 'vitest';
import { beginsLikeXml, readXmlAnswer } from '#engine/api/xmlAnswer.ts';

const read = (text: string): unknown => readXmlAnswer(Buffer.from(text));

const printed = `<xml>
<error>0</error>
<error_text>Successful operation</error_text>
<result>
<error>0</error>
<error_text>Successful operation</error_text>
<profile_id>abcdefghijklmnqrstuvwxyz</profile_id>
</result>
<result>
<error>0</error>
<error_text>Successful operation</error_text>
<profile_id>abcdefghijklmnqrstuvwzzz</profile_id>
</result>
</xml>`;

describe('an answer in XML', () => {
  it('is read as the manual prints it', () => {
    const success = { error: 0, error_text: 'Successful operation' };
    expect(read(printed)).toEqual({
      ...success,
      result: [
        { ...success, profile_id: 'abcdefghijklmnqrstuvwxyz' },
        { ...success, profile_id: 'abcdefghijklmnqrstuvwzzz' },
      ],
    });
  });

  it('is a list of one where one profile was sent', () => {
    expect(read('<xml><error>0</error><result><error>404</error><error_text>profile not found</error_text></result></xml>')).toEqual({
      error: 0,
      result: [{ error: 404, error_text: 'profile not found', profile_id: '' }],
    });
  });

  it('has no result where the request was refused as a whole', () => {
    expect(read('<xml><error>401</error><error_text>API token required</error_text></xml>')).toEqual({ error: 401, error_text: 'API token required' });
  });

  it('keeps the place of an entry that cannot be read', () => {
    expect(read('<xml><result/><result><error>0</error></result><result><error>zero</error></result></xml>')).toEqual({
      result: [null, { error: 0, error_text: '', profile_id: '' }, null],
    });
  });

  it('keeps the words of the server as they are', () => {
    const words = '<error_text>Поле &quot;Имя&quot; &lt;b&gt; &amp;amp; &#x1F642;&#1078;<![CDATA[ <raw> & ]]></error_text>';
    expect(read(`<?xml version="1.0" encoding="UTF-8"?><!-- one --><xml>${words}<extra a="1"><b/></extra></xml>`)).toEqual({
      error_text: 'Поле "Имя" <b> &amp; 🙂ж <raw> & ',
    });
  });

  it.each([
    ['half an answer', printed.slice(0, 200)],
    ['an answer without its last character', printed.slice(0, -1)],
    ['a page', '<html><body><h1>502 Bad Gateway</h1></body></html>'],
    ['a page with a document type', '<!DOCTYPE html><html></html>'],
    ['a document type with entities', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><error_text>&a;</error_text></xml>'],
    ['an entity that nobody defined', '<xml><error_text>&nbsp;</error_text></xml>'],
    ['a bare ampersand', '<xml><error_text>R & D</error_text></xml>'],
    ['a number that is no character', '<xml><error_text>&#0;</error_text></xml>'],
    ['elements that cross', '<xml><error>0</xml></error>'],
    ['two roots', '<xml></xml><xml></xml>'],
    ['words after the end', '<xml></xml>and more'],
    ['JSON', '{"error":0}'],
    ['nothing', ''],
  ])('is not taken from %s', (_, text) => {
    expect(read(text)).toBeNull();
  });

  it('is not taken from bytes that are not UTF-8', () => {
    expect(readXmlAnswer(Buffer.concat([Buffer.from('<xml><error_text>'), Buffer.from([0xcf, 0xf0]), Buffer.from('</error_text></xml>')]))).toBeNull();
  });

  it('does not break down on nesting without end', () => {
    expect(read(`<xml>${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}</xml>`)).toEqual({});
  });
});

it('bytes that begin with < are taken for XML, JSON is not', () => {
  expect(['<xml>', '\uFEFF<xml>', ' \r\n<xml>'].map((text) => beginsLikeXml(Buffer.from(text)))).toEqual([true, true, true]);
  expect(['{"error":0}', '', '[', ' '].map((text) => beginsLikeXml(Buffer.from(text)))).toEqual([false, false, false, false]);
});
