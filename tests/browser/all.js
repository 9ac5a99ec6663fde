// All browser tests in one process, so that one nginx and one Chromium serve them all.
import { after } from 'node:test';
import { close } from './stage.js';
import './search.js';
import './tables.js';
import './theme.js';
import './accessibility.js';
import './print.js';
import './every-page.js';
import './serve.js';

after(close);
