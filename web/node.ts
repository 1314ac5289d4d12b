/** The node that serves this page: one typed client for every page. */
import { createClient } from '#api/client/client.ts';

/** Asks and sends at the page's own origin. */
export const client = createClient({ url: '' });
