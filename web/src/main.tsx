import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import './style.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LiveProvider } from './live/hooks';
import { Live } from './live/live';
import { makeRouter } from './router';
import { queries } from './session/queries';
import { Failed } from './shell/failed';
import { theme } from './theme';

const place = document.getElementById('root');
if (!place) throw new Error('index.html has no element with the id "root"');
const root = createRoot(place);

try {
  const live = await Live.load();
  root.render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <LiveProvider live={live}>
            <RouterProvider router={makeRouter(queries)} />
          </LiveProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
} catch (error) {
  root.render(
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Failed error={error} />
    </MantineProvider>,
  );
}
