import { describe, expect, it } from 'vitest';
import { commandWords } from '../../electron/main/commandLine/words.ts';

describe('the words of a command', () => {
  it('are what follows the mark, whatever they are', () => {
    expect(commandWords(['/opt/p', '--ozone-platform=headless', '--cli', '--', 'run', 'J', '--url', 'https://x', '--', '--cli'])).toEqual(['run', 'J', '--url', 'https://x', '--', '--cli']);
    expect(commandWords(['/opt/p', '--cli', '--'])).toEqual([]);
  });

  it('are none where the window is to open: with nothing, a file, or a file that is called like the mark', () => {
    for (const argv of [['/opt/p'], ['/opt/p', '/home/я/a.importjob'], ['/opt/p', '--cli'], ['/opt/p', '--cli', 'run'], ['/opt/p', 'a.csv', '--cli', '--', 'run'], ['--cli', '--', 'run']]) {
      expect(commandWords(argv)).toBeNull();
    }
  });
});
