import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXmlAnswer } from '#engine/api/xmlAnswer.ts';
import { xmlFrame, xmlItems } from '#engine/api/xmlBody.ts';
import { practiceProfile } from '../../electron/practice/index.ts';
import { answered, practice, send, type Answer, type Broken, type Practice } from './client.ts';

const xmlType = { 'content-type': 'application/xml' };
const success = '<error>0</error><error_text>Successful operation</error_text>';

/** Sends a body as it stands. */
function raw(it: Practice, body: string, headers: Record<string, string> = {}): Promise<Answer | Broken> {
  return send(`${it.server.url}/api/v1.1/profiles/update_batch`, body, { headers: { ...xmlType, ...headers } });
}

/** A request written by hand, to database 7 and matched by Custom_ID. */
function byHand(it: Practice, data: string, headers: Record<string, string> = {}): Promise<Answer> {
  const frame = `<token>${it.server.token}</token><db_id>7</db_id><matching>custom</matching><field_name>Custom_ID</field_name>`;
  return answered(raw(it, `<xml>${frame}${data}</xml>`, headers));
}

/** The request that the client makes of the same items as `Practice.batch` sends in JSON. */
function xmlBatch(it: Practice, items: readonly unknown[], frame: object = {}): Promise<Answer> {
  const { head, tail } = xmlFrame(JSON.stringify({ token: it.server.token, db_id: 7, matching: 'custom', field_name: 'Custom_ID', ...frame }));
  const pieces = [Buffer.from(items.map((item) => JSON.stringify(item)).join(','))];
  return answered(raw(it, Buffer.concat([head, ...xmlItems(pieces), tail]).toString('utf8')));
}

describe('update_batch in XML', () => {
  it('takes the request that the manual prints and answers in its shape', async () => {
    await using it = await practice({ token: 'abcdefghijklmnqrstuvwxyz', keepItems: true });
    const answer = await answered(
      raw(
        it,
        `<xml>
<token>abcdefghijklmnqrstuvwxyz</token>
<db_id>1</db_id>
<matching>custom</matching>
<field_name>Custom_ID</field_name>
<skip_triggers>true</skip_triggers>
<data>
<_fname>Lala</_fname>
<_lname>Doe</_lname>
<Custom_ID>77</Custom_ID>
<email>example@example.com</email>
<subscriptions array='true'>
<channel>email</channel>
<email_data>
<email>example@example.com</email>
</email_data>
<resource_id>28</resource_id>
<custom_fields>
<custom_field>test value</custom_field>
</custom_fields>
<cats>category_1</cats>
<cats>category_2</cats>
</subscriptions>
</data>
<data>
<_fname>Alex</_fname>
<Custom_ID>345</Custom_ID>
<email>example@example.com</email>
</data>
</xml>`,
      ),
    );
    expect(answer.headers['content-type']).toBe('application/xml; charset=utf-8');
    const result = (number: number): string => `<result>${success}<profile_id>${practiceProfile(number).profileId}</profile_id></result>`;
    expect(answer.text).toBe(`<xml>${success}${result(77)}${result(345)}</xml>`);
    expect(it.server.journal.item(77, 1)).toEqual({
      _fname: 'Lala',
      _lname: 'Doe',
      Custom_ID: 77,
      email: 'example@example.com',
      subscriptions: [
        {
          channel: 'email',
          email_data: { email: 'example@example.com' },
          resource_id: 28,
          custom_fields: { custom_field: 'test value' },
          cats: ['category_1', 'category_2'],
        },
      ],
    });
  });

  it('takes a list of one only where it is marked, since nothing else tells it from a value', async () => {
    await using it = await practice();
    const lone = await byHand(it, '<data><Custom_ID>5</Custom_ID></data>');
    expect([lone.status, lone.text]).toEqual([400, expect.stringContaining('data: Invalid input: expected array')]);
    const phone = '<phones>+79000000005</phones>';
    const unmarked = await byHand(it, `<data array='true'><Custom_ID>5</Custom_ID>${phone}</data>`);
    expect(unmarked.text).toContain('<error_text>incorrect phone: phones</error_text>');
    const marked = await byHand(it, `<data array="true"><Custom_ID>5</Custom_ID>${phone.replace('<phones>', "<phones array='true'>")}</data>`);
    expect(marked.text).toContain(`<result>${success}`);
    expect([...it.server.journal.applied().entries()]).toEqual([[5, 1]]);
  });

  it('reads each value as its field’s type and refuses what does not look like it', async () => {
    await using it = await practice({ keepItems: true });
    const item = (inner: string): string => `<data><Custom_ID>5</Custom_ID>${inner}</data>`;
    const answer = await byHand(
      it,
      item('<bonus>-12</bonus><score>1.5</score><vip>false</vip><tier>2</tier><note>007</note><_sex>male</_sex>') +
        item('<bonus>twelve</bonus>') +
        item('<vip>yes</vip>') +
        item('<score></score>'),
    );
    expect(readXmlAnswer(Buffer.from(answer.text))?.result?.map((one) => one?.error_text)).toEqual([
      'Successful operation', 'integer expected: bonus', 'boolean expected: vip', 'number expected: score',
    ]);
    expect(it.server.journal.item(5)).toEqual({ Custom_ID: 5, bonus: -12, score: 1.5, vip: false, tier: 2, note: '007', _sex: 'male' });
  });

  it.each([
    ['an element that is not closed', '<xml><db_id>7</xml>'],
    ['a bare ampersand', '<xml><token>R&D</token></xml>'],
    ['an entity of its own', '<xml><token>&who;</token></xml>'],
    ['a document type', '<!DOCTYPE xml><xml></xml>'],
    ['a control character', '<xml><token>\u0001</token></xml>'],
    ['a reference to a control character', '<xml><token>&#1;</token></xml>'],
    ['an attribute that nobody knows', '<xml><data list="true"></data></xml>'],
    ['an element name with a space', '<xml><Client number>5</Client number></xml>'],
    ['text between elements', '<xml>hello<db_id>7</db_id></xml>'],
    ['another root', '<request></request>'],
    ['JSON', '{"token":"x"}'],
  ])('refuses %s', async (_, body) => {
    await using it = await practice();
    const answer = await answered(raw(it, body));
    expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(/^<xml><error>400<\/error><error_text>Incorrect request: the body is not XML/)]);
  });

  it('refuses XML that calls itself JSON, and text/xml, which the manual does not name', async () => {
    await using it = await practice();
    for (const type of ['application/json', 'text/xml']) {
      const answer = await answered(raw(it, '<xml></xml>', { 'content-type': type }));
      expect([answer.status, answer.json.error]).toEqual([400, 400]);
    }
  });

  it('refuses a wrong token in the form of the request', async () => {
    await using it = await practice();
    const answer = await answered(raw(it, '<xml><token>another</token></xml>'));
    expect([answer.status, answer.text]).toEqual([403, '<xml><error>403</error><error_text>No such token</error_text></xml>']);
  });

  it('gives a repeat its first answer and applies nothing', async () => {
    await using it = await practice();
    const data = '<data><Custom_ID>5</Custom_ID></data><data><Custom_ID>6</Custom_ID></data>';
    const first = await byHand(it, data, { 'request-id': 'one' });
    const second = await byHand(it, data, { 'request-id': 'one' });
    expect([second.headers['duplicate-request'], second.text]).toEqual(['true', first.text]);
    expect(it.server.journal.summary()).toMatchObject({ processed: 1, replayed: 1, itemsApplied: 2, idReusedForOtherBody: 0 });
  });

  it('spoils answers in this form too', async () => {
    await using it = await practice({ faults: { rules: [{ kind: 'garbage', requests: [1] }, { kind: 'missing-answer', requests: [2] }, { kind: 'html', requests: [3] }] } });
    const data = '<data><Custom_ID>5</Custom_ID></data><data><Custom_ID>6</Custom_ID></data>';
    expect(readXmlAnswer(Buffer.from((await byHand(it, data)).text))).toBeNull();
    expect(readXmlAnswer(Buffer.from((await byHand(it, data)).text))?.result?.map((one) => one?.error ?? null)).toEqual([null, 0]);
    expect((await byHand(it, data)).headers['content-type']).toBe('text/html');
  });

  it('can be told to answer in JSON all the same', async () => {
    await using it = await practice({ answerForm: 'json' });
    const answer = await byHand(it, '<data><Custom_ID>5</Custom_ID></data><data><Custom_ID>0</Custom_ID></data>');
    expect(answer.json.result.map((one) => one.error)).toEqual([0, 404]);
  });
});

const text = fc
  .array(fc.oneof(fc.constantFrom('&', '<', '>', '"', "'", ']]>', '&lt;', '\\', '\t', '\r\n', ' ', 'Щука', 'ё', '🙂', '👩‍👩‍👧', '№ 5'), fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));
const phone = fc.integer({ min: 0, max: 9_999_999 }).map((digits) => `+7900${String(digits).padStart(7, '0')}`);
const many = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> => fc.array(value, { maxLength: 3 });
const filled = text.filter((value) => value !== '');

const subscription = fc.oneof(
  fc.record(
    {
      channel: fc.constant('email'),
      resource_id: fc.constantFrom(28, 32),
      email: fc.constantFrom('user1@example.com', 'broken'),
      status: fc.constantFrom('subscribed', 'unsubscribed', 0, 6, -1),
      priority: fc.integer({ min: -1, max: 3 }),
      cats: many(filled),
      custom_fields: fc.record({ custom_field: text, visits: fc.integer() }, { requiredKeys: [] }),
    },
    { requiredKeys: ['channel', 'resource_id', 'email'] },
  ),
  fc.record({ channel: fc.constant('email'), resource_id: fc.constant(99), email: fc.constant('user1@example.com') }),
  fc.record({ channel: fc.constant('telegram_bot'), resource_id: fc.constant(31), cc_data: fc.record({ id: fc.maxSafeNat() }) }),
  fc.record({ channel: fc.constant('viber'), resource_id: fc.constant(31), cc_data: fc.record({ phone }) }),
);

const item = fc.record(
  {
    Custom_ID: fc.integer({ min: 1, max: 12 }),
    _fname: text,
    note: text,
    bonus: fc.oneof(fc.integer(), fc.record({ action: fc.constant('incr'), value: fc.integer() })),
    score: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    vip: fc.boolean(),
    tier: fc.constantFrom('gold', 2, 'lead'),
    contract_date: fc.constantFrom('2024-12-31', '31.12.2024'),
    phones: many(phone),
    interests: fc.oneof(many(filled), fc.record({ action: fc.constantFrom('add', 'delete'), value: many(filled) })),
    meta: fc.oneof(
      fc.dictionary(fc.constantFrom('Цвет', 'size', 'note'), text, { maxKeys: 2 }),
      fc.record({ action: fc.constant('upsert'), value: text, submatch: fc.constant('a.b') }),
    ),
    addresses: many(fc.record({ city: text, street: text })),
    source: fc.constant({ action: 'unset' }),
    subscriptions: many(subscription),
  },
  { requiredKeys: ['Custom_ID'] },
);

/** Characters that XML does not have arrive as U+FFFD; everything else arrives as it was. */
function arrived(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => (typeof inner === 'string' ? inner.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD') : inner));
}

/** Seed 20_28, 60 batches of one to eight items for twelve profiles. */
it('the same items sent either way get the same answers and leave the same profiles', async () => {
  await using json = await practice({ keepItems: true });
  await using xml = await practice({ keepItems: true });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 8 }), fc.boolean(), async (items, skip_invalid_subscriptions) => {
      json.server.journal.reset();
      xml.server.journal.reset();
      const frame = { skip_invalid_subscriptions };
      const one = await answered(json.batch(items, { frame }));
      const other = await xmlBatch(xml, items, frame);
      expect(readXmlAnswer(Buffer.from(other.text))).toEqual(one.json);
      expect([...xml.server.journal.applied().entries()]).toEqual([...json.server.journal.applied().entries()]);
      for (let number = 1; number <= 12; number += 1) {
        expect(xml.server.journal.item(number)).toEqual(arrived(json.server.journal.item(number) ?? null) ?? undefined);
      }
    }),
    { seed: 20_28, numRuns: 60 },
  );
});
