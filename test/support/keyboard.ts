import type { Page } from 'playwright-core';

/** Presses of Tab after which something that has not been reached cannot be: more than any screen has controls. */
const mostPresses = 150;

/** Somebody who has a keyboard alone. */
export interface Keyboard {
  press(key: string): Promise<void>;
  /** Goes on by Tab to what the selector names. */
  tabTo(selector: string): Promise<void>;
  /** Chooses in the list that has the focus. */
  choose(value: string): Promise<void>;
  /** Types in place of what stands in the field that has the focus. */
  type(text: string): Promise<void>;
  /** Whether what the selector names has the focus. */
  isAt(selector: string): Promise<boolean>;
}

export function keyboardOf(page: Page): Keyboard {
  const { keyboard } = page;
  const isAt = (selector: string): Promise<boolean> => page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);
  const valueNow = (): Promise<string> => page.evaluate(() => (document.activeElement instanceof HTMLSelectElement ? document.activeElement.value : ''));
  return {
    press: (key) => keyboard.press(key),
    isAt,
    async tabTo(selector) {
      for (let presses = 0; presses < mostPresses; presses += 1) {
        if (await isAt(selector)) return;
        await keyboard.press('Tab');
      }
      throw new Error(`${selector} is not reached by Tab`);
    },
    async choose(value) {
      await keyboard.press('Home');
      for (let presses = 0; presses < mostPresses && (await valueNow()) !== value; presses += 1) await keyboard.press('ArrowDown');
      if ((await valueNow()) !== value) throw new Error(`${value} is not in the list that has the focus`);
    },
    async type(text) {
      await keyboard.press('Control+a');
      await keyboard.type(text);
    },
  };
}
