import { commandLine } from './commandLine.ts';
import { nodeHost } from './nodeHost.ts';
import { standardOutput } from './standardOutput.ts';

process.exitCode = await commandLine(process.argv.slice(2), { ...standardOutput(), env: process.env, host: nodeHost });
