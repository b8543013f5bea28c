import { mount } from 'svelte';
import '../style/tokens.css';
import '../style/base.css';
import '../style/marks.css';
import { firstLanguage, hostClient, onUncaught, refuseStrayDrops } from '../api/bridge.ts';
import { AppState } from '../state/app.svelte.ts';
import { speak } from '../state/language.svelte.ts';
import App from './App.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('the page has no place for the application');

speak(firstLanguage());
const app = new AppState(hostClient());
onUncaught((error) => {
  app.notices.fail(error);
});
refuseStrayDrops();
mount(App, { target, props: { app } });
