/** Tells zod not to try `new Function`, which the content security policy refuses; runs before any module does. */
globalThis.__zod_globalConfig = { jitless: true };
