import { runCommandLine } from './commandLine/runCommand.ts';
import { commandWords } from './commandLine/words.ts';

/** Looked at before anything of the window is loaded, and before any lock is taken. */
const words = commandWords(process.argv);
if (words !== null) runCommandLine(words);
else void import('./main.ts').then(({ startWindow }) => startWindow());
