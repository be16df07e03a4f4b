import { registerHooks } from 'node:module';

// Lets the main process's `import 'electron'` find the stand-in.
const standIn = new URL('./module.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier === 'electron/main') return { url: standIn, shortCircuit: true };
    return next(specifier, context);
  },
});
