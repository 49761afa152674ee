import '../data/no-eval.js';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import './mantine.js';
import './app.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { queryClient } from '../data/api.js';
import { startLive } from '../data/live.js';
import { LanguageProvider } from '../texts/language.js';
import { Routes } from './routes.js';
import { Shell } from './shell.js';
import { theme } from './theme.js';

startLive();
// Text shows at once in what the reader has; the parts of our fonts that a page needs follow.
void import('./fonts.js');
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <LanguageProvider>
          <Router base="/portal">
            <Shell>
              <Routes />
            </Shell>
          </Router>
        </LanguageProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
