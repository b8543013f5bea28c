import { afterEach, expect, it } from 'vitest';
import { atMapping, closeMapping, type } from '../support/mappingPage.ts';
import { inspectedColumn } from '../support/pageData.ts';

afterEach(closeMapping);

const offered = (): readonly string[] => [...document.querySelectorAll('[data-testid=combo-option]')].map(({ textContent }) => textContent.trim());

it('A field is found by a part of its name or title, and one that nobody knows can be typed', async () => {
  const { page } = await atMapping([inspectedColumn(0, 'Email', ['email', 'email', 0.97]), inspectedColumn(1, 'Note')]);
  const field = page.all('mapping-field')[1] as HTMLInputElement;
  field.focus();
  field.click();
  await page.settle();
  expect(offered().length).toBeGreaterThan(5);
  for (const text of ['l', 'ln', 'lname']) await type(page, 'mapping-field', 1, text);
  expect(offered()).toEqual(['Last name_lname']);
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  await page.settle();
  expect(field.value).toBe('_lname');
  expect(offered()).toEqual([]);
  await type(page, 'mapping-field', 1, 'my_own_field');
  expect(offered()).toEqual([]);
  expect(page.text()).toContain('2 columns of 2 imported.');
});
