import { describe, expect, it } from 'vitest';
import { inLanguage } from '#contract/language.ts';
import { answerText, ownAnswer } from '#contract/ownAnswers.ts';

const inRussian = (kept: string): string => inLanguage('ru', () => answerText(kept));

describe('What a job’s file keeps as the platform’s words', () => {
  it.each([
    [ownAnswer({ why: 'too-large', bytes: 12_345, limit: 10_000 }), 'not sent: this profile alone takes 12,345 bytes, more than a chunk of 10,000 bytes holds', 'не отправлена: один этот профиль занимает 12\u00A0345\u00A0Б'],
    [ownAnswer({ why: 'no-xml', problem: { is: 'bad-name', name: 'a b' } }), 'not sent: XML cannot hold this profile: "a b" cannot be the name of an XML element', 'не отправлена: этот профиль не записать в XML: "a b" не может'],
    [ownAnswer({ why: 'profile-lost' }), 'not sent: its profile was lost', 'не отправлена: её профиль потерян'],
    [ownAnswer({ why: 'answer-lost' }), 'refused; what the platform said was lost', 'отклонена; ответ платформы потерян'],
    [ownAnswer({ why: 'redirected', to: 'https://a.example' }), 'redirected to https://a.example', 'перенаправление на https://a.example'],
  ])('and is the program’s own, is said in the language that is spoken: %s', (kept, english, russian) => {
    expect(answerText(kept)).toContain(english);
    expect(inRussian(kept)).toContain(russian);
  });

  it.each([
    ['not sent: this profile alone takes 12345 bytes, more than a chunk of 10000 bytes holds', 'занимает 12\u00A0345\u00A0Б'],
    ['not sent: its profile was lost when the job’s file was damaged; prepare a new job from the workbook for it', 'её профиль потерян'],
    ['refused; what the platform said was lost when the job’s file was damaged', 'ответ платформы потерян'],
    ['redirected to another address', 'перенаправление на другой адрес'],
    ['redirected to https://a.example', 'перенаправление на https://a.example'],
  ])('and was kept in English by earlier versions, too: %s', (kept, russian) => {
    expect(inRussian(kept)).toContain(russian);
  });

  it.each(['Profile not found', 'not sent: the quota is used up', '', 'profile-importer:{"why":"unknown"}', 'profile-importer:{"why":"redire…'])('and is not, is left as it is: %s', (kept) => {
    expect(inRussian(kept)).toBe(kept);
  });
});
