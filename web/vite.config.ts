import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `npm run dev` serves the sources and passes everything that is the shim's on to a running `twinline serve`.
const shim = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    // The page's content security policy allows no data: scripts or fonts, and .wasm is compiled while it streams.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rollupOptions: { output: { manualChunks: vendor } },
  },
  server: { proxy: { '/v1': shim, '/webhooks': shim }, fs: { allow: ['..'] } },
});

// Libraries change less often than the dashboard, so browsers keep them over an update.
function vendor(id: string): string | undefined {
  return id.includes('/node_modules/') ? 'vendor' : undefined;
}
