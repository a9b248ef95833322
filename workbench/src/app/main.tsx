import '@patternfly/react-core/dist/styles/base.css';
import '@fontsource-variable/inter/wght.css';
import './theme.css';
import './layout.css';
import '@/ui/table.css';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from '@/lib/api/errors';
import { keys } from '@/lib/api/queries';
import { setOut, watchActs } from '@/ui/attention';
import { ShortcutProvider } from '@/ui/shortcuts';
import { makeRouter } from './router';

const RETRIES = 2;

/** Whoever is refused for want of a session is signed out, wherever they are. */
function onError(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) {
    void queries.invalidateQueries({ queryKey: keys.session });
  }
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < RETRIES && error instanceof ApiError && error.mayPass,
    },
  },
});
const router = makeRouter(queries);
router.subscribe('onBeforeNavigate', setOut);
watchActs();

const host = document.getElementById('root');
if (host) {
  createRoot(host).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <ShortcutProvider>
          <RouterProvider router={router} />
        </ShortcutProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
