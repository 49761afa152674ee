import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The pages are files that the server sends from `/portal/`; nothing in them comes from elsewhere. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/portal/',
  plugins: [react()],
  build: {
    outDir: path.resolve(import.meta.dirname, '..', 'build', 'web'),
    emptyOutDir: true,
    // An address in the page would be refused by its own content policy.
    assetsInlineLimit: 0,
    // Fonts come in many small parts, of which a page takes what it needs.
    chunkSizeWarningLimit: 400,
  },
  worker: { format: 'es' },
});
