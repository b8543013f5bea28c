import { describe, expect, it } from 'vitest';
import { acceleratorOf, actionIds, actionOf, actions, shortcutWords, type Pressed } from '#contract/actions.ts';

const pressed = (key: string, more: Partial<Pressed> = {}): Pressed => ({ key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });
const onPc = { isMac: false, inField: false };

describe('the shortcuts of actions', () => {
  it('are each of one action alone', () => {
    const all = actionIds.flatMap((id) => actions[id].shortcuts.map((shortcut) => JSON.stringify([shortcut.key, shortcut.ctrl === true, shortcut.shift === true])));
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([]);
  });

  it.each([
    ['o', { ctrlKey: true, code: 'KeyO' }, 'open-workbook'],
    ['щ', { ctrlKey: true, code: 'KeyO' }, 'open-workbook'],
    ['я', { ctrlKey: true, code: 'KeyZ' }, 'undo'],
    // On a German keyboard the key at the place of "Y" writes "z".
    ['z', { ctrlKey: true, code: 'KeyY' }, 'undo'],
    ['Y', { ctrlKey: true, code: 'KeyY' }, 'redo'],
    ['Я', { ctrlKey: true, shiftKey: true, code: 'KeyZ' }, 'redo'],
    ['З', { ctrlKey: true, shiftKey: true, code: 'KeyP' }, 'commands'],
    ['F1', { code: 'F1' }, 'help'],
    ['F5', { code: 'F5', shiftKey: true }, 'pause'],
    ['Enter', { code: 'Enter', ctrlKey: true }, 'next-step'],
    ['o', { code: 'KeyO' }, null],
    ['o', { code: 'KeyO', ctrlKey: true, altKey: true }, null],
    ['o', { code: 'KeyO', metaKey: true }, null],
    ['Enter', { code: 'Enter' }, null],
  ] as const)('%s with %j stands for %s', (key, more, action) => {
    expect(actionOf(pressed(key, more), onPc)).toBe(action);
  });

  it('leave a text field what it does itself, and nothing that types', () => {
    const inField = { isMac: false, inField: true };
    expect(actionOf(pressed('z', { ctrlKey: true, code: 'KeyZ' }), inField)).toBe(null);
    expect(actionOf(pressed('f', { ctrlKey: true, code: 'KeyF' }), inField)).toBe('find');
    for (const key of ['a', 'c', 'v', 'x']) expect(actionOf(pressed(key, { ctrlKey: true, code: `Key${key.toUpperCase()}` }), inField)).toBe(null);
  });

  it('go by the command key on macOS, and are told so', () => {
    const onMac = { isMac: true, inField: false };
    expect(actionOf(pressed('k', { metaKey: true, code: 'KeyK' }), onMac)).toBe('commands');
    expect(actionOf(pressed('k', { ctrlKey: true, code: 'KeyK' }), onMac)).toBe(null);
    expect([shortcutWords('redo', true), shortcutWords('redo', false), shortcutWords('about', false)]).toEqual(['⇧⌘Z', 'Ctrl+Shift+Z', '']);
    expect([acceleratorOf('redo'), acceleratorOf('pause'), acceleratorOf('about')]).toEqual(['CommandOrControl+Shift+Z', 'Shift+F5', undefined]);
  });
});
