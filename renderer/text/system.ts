/** Whether shortcuts are told and taken as on macOS. */
export function isMac(): boolean {
  return /mac/i.test(navigator.userAgent);
}
