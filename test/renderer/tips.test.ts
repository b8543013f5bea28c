import { afterEach, describe, expect, it, vi } from 'vitest';
import { atMapping, closeMapping } from '../support/mappingPage.ts';
import type { Page } from '../support/mountPage.ts';
import { inspectedColumn } from '../support/pageData.ts';

afterEach(closeMapping);

const told = (): string | undefined => document.querySelector('[role=tooltip]')?.textContent.trim();
const press = (key: string): boolean => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

async function mapping(): Promise<Page> {
  return (await atMapping([inspectedColumn(0, 'Email', ['email', 'email', 0.97]), inspectedColumn(1, 'Note')])).page;
}

describe('What an element says of itself', () => {
  it('is told to the keyboard at once, described to a screen reader, and closed by Escape alone', async () => {
    const page = await mapping();
    const [field, other] = page.all('mapping-field');
    expect(field?.getAttribute('aria-description')).toBe('97%: Proposed from the header and the values; how sure that is');
    press('Tab');
    field?.focus();
    await vi.waitUntil(() => told() !== undefined);
    expect(told()).toBe('97%: Proposed from the header and the values; how sure that is');
    press('Escape');
    await vi.waitUntil(() => told() === undefined);
    expect(document.activeElement).toBe(field);
    field?.blur();
    field?.focus();
    await vi.waitUntil(() => told() !== undefined);
    other?.focus();
    await vi.waitUntil(() => told() === undefined);
  });

  it('is told to a pointer that rests there, of one element at a time, and leaves with it', async () => {
    const page = await mapping();
    const over = (element: Element | undefined): void => { element?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' })); };
    over(page.get('column-suggested'));
    await vi.waitUntil(() => told() === 'Proposed from the header and the values; how sure that is');
    over(page.get('open-help'));
    await vi.waitUntil(() => told()?.startsWith('Help') === true);
    expect(document.querySelectorAll('[role=tooltip]')).toHaveLength(1);
    over(page.get('mapping'));
    await vi.waitUntil(() => told() === undefined);
  });

  it('in a dialog leaves Escape to the dialog, which takes it along', async () => {
    const page = await mapping();
    const dialog = document.createElement('dialog');
    const button = document.createElement('button');
    button.dataset['tip'] = 'What it does';
    dialog.append(button);
    page.get('mapping').append(dialog);
    dialog.showModal();
    press('Tab');
    button.focus();
    await vi.waitUntil(() => told() === 'What it does');
    // What is not prevented is the dialog's own way out.
    expect(press('Escape')).toBe(true);
    await vi.waitUntil(() => told() === undefined);
  });
});
