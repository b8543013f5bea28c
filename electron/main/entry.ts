import { carryOutCommand } from './commandLine/carryOut.ts';
import { commandWords } from './commandLine/words.ts';

/** Looked at before anything of the window is loaded, and before any lock is taken. */
const words = commandWords(process.argv);
if (words !== null) carryOutCommand(words);
else void import('./main.ts').then(({ startWindow }) => startWindow());
