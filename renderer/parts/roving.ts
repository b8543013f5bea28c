/**
 * An attachment for a group of buttons that are one stop of the Tab key: the arrow keys go between them, and Tab comes back
 * to the one that was used last.
 */
export function roving(group: HTMLElement): () => void {
  const buttons = (): readonly HTMLButtonElement[] => [...group.querySelectorAll<HTMLButtonElement>('button')];
  const stopAt = (current: HTMLButtonElement | undefined): void => {
    for (const button of buttons()) button.tabIndex = button === current ? 0 : -1;
  };
  const settle = (): void => {
    const all = buttons();
    stopAt(all.find((button) => button === document.activeElement) ?? all.find((button) => button.tabIndex === 0 && !button.disabled) ?? all[0]);
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = buttons().filter((button) => !button.disabled);
    const at = all.findIndex((button) => button === document.activeElement);
    all.at((at + step) % all.length)?.focus();
    event.preventDefault();
  };
  const observer = new MutationObserver(settle);
  observer.observe(group, { childList: true, subtree: true });
  group.addEventListener('focusin', settle);
  group.addEventListener('keydown', press);
  settle();
  return () => {
    observer.disconnect();
    group.removeEventListener('focusin', settle);
    group.removeEventListener('keydown', press);
  };
}

/** Ctrl+↓ and Ctrl+↑ in a table of controls: to the same place in the next row that has one, or the one before. */
export function alongRows(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.ctrlKey || event.metaKey) || event.altKey || !(event.target instanceof Element)) return;
  const cell = event.target.closest('td');
  const line = cell?.closest('tr') ?? null;
  const lines = line === null ? [] : [...(line.parentElement?.children ?? [])];
  const place = cell === null || cell === undefined ? -1 : [...(line?.children ?? [])].indexOf(cell);
  for (let at = line === null ? -1 : lines.indexOf(line) + step; at >= 0 && at < lines.length; at += step) {
    const control = lines[at]?.children[place]?.querySelector<HTMLElement>('input:not(:disabled), select:not(:disabled), button:not(:disabled)');
    if (control === null || control === undefined) continue;
    control.focus();
    event.preventDefault();
    // A combo box would open by it.
    event.stopPropagation();
    return;
  }
}
