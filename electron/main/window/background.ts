/** The window, as far as it can be gone while jobs go on. */
export interface HidingWindow {
  hide(): void;
  /** Without taking the keyboard from what somebody works with now. */
  showInactive(): void;
  show(): void;
}

export interface Background {
  /** The window goes, until all that runs has ended or it is asked for again. */
  goOn(): void;
  /** It is asked for again: it stays now, whatever ends. */
  comeBack(): void;
  /** Nothing runs any more; `isNeeded`: something stands still that goes on by the operator's decision alone. */
  rest(isNeeded: boolean): void;
}

/** Jobs that go on without the window: then the program ends by itself, or shows that it needs somebody. */
export function createBackground(window: () => HidingWindow | null, quit: () => void): Background {
  let isGone = false;
  return {
    goOn() {
      isGone = true;
      window()?.hide();
    },
    comeBack() {
      isGone = false;
      window()?.show();
    },
    rest(isNeeded) {
      if (!isGone) return;
      isGone = false;
      if (isNeeded) window()?.showInactive();
      else quit();
    },
  };
}
