import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { App } from './app/App.tsx';
import { startTexts } from './app/i18n.ts';
import { readPreferences } from './app/preferences.ts';
import { listenToStation } from './app/station-events.ts';
import { store } from './app/store.ts';
import './components/tokens.css';
import './components/base.css';
import './components/components.css';
import './app/frame/frame.css';

await startTexts(readPreferences().language);
listenToStation(store.dispatch);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Provider store={store}>
      <App />
    </Provider>
  </StrictMode>,
);
