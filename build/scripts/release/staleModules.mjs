// For the workflow: makes the set-up believe that node_modules are of another lock file, as after an update of the sources.
// It must then replace the very Node that npm scripts run on, which Windows refuses while it runs.
import { readFileSync, writeFileSync } from 'node:fs';

const record = new URL('../../../node_modules/.package-lock.json', import.meta.url);
const found = JSON.parse(readFileSync(record, 'utf8'));
found.packages['node_modules/zod'].version = '0.0.0';
writeFileSync(record, JSON.stringify(found));
